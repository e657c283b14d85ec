package io.fairlead.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private static final long TICK_NS = DeadlineWheel.TICK_NS;
    private static final long NEVER = Long.MAX_VALUE;

    /** What a wheel should do, said in the plainest way: each entry knows its own time. */
    private static final class Alarm extends DeadlineWheel.Entry {
        private long dueNs = NEVER;
        private long rangAtNs = NEVER;
        private int looks;

        @Override
        public long look(long nowNs) {
            looks++;
            if (nowNs < dueNs) return dueNs; // further away than a turn, or scheduled anew
            rangAtNs = nowNs;
            dueNs = NEVER;
            return NEVER;
        }
    }

    @Test
    void everyAlarmRingsInTime() {
        for (long seed = 0; seed < 200; seed++) {
            try {
                live(seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed);
        long nowNs = random.nextLong(1L << 40);
        DeadlineWheel wheel = new DeadlineWheel(nowNs);
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < 20; i++) alarms.add(new Alarm());
        for (int step = 0; step < 500; step++) {
            Alarm alarm = alarms.get(random.nextInt(alarms.size()));
            if (random.nextInt(3) == 0) {
                wheel.remove(alarm);
                alarm.dueNs = NEVER;
            } else {
                long inTicks = random.nextInt(random.nextInt(5) == 0 ? 2_000 : 60);
                alarm.dueNs = nowNs + inTicks * TICK_NS + random.nextLong(TICK_NS);
                wheel.schedule(alarm, alarm.dueNs);
            }
            nowNs += pause(random, wheel, nowNs);
            wheel.advance(nowNs);
            check(alarms, wheel, nowNs);
        }
    }

    private static long pause(Random random, DeadlineWheel wheel, long nowNs) {
        long waitNs = wheel.waitNs(nowNs);
        return switch (random.nextInt(4)) {
            case 0 -> waitNs == NEVER ? TICK_NS : waitNs;
            case 1 -> random.nextLong(600 * TICK_NS); // a stall of more than a turn, perhaps
            default -> random.nextLong(3 * TICK_NS);
        };
    }

    private static void check(List<Alarm> alarms, DeadlineWheel wheel, long nowNs) {
        long firstNs = NEVER;
        for (Alarm alarm : alarms) {
            assertThat(alarm.dueNs).as("missed").isGreaterThan(nowNs - TICK_NS);
            firstNs = Math.min(firstNs, alarm.dueNs);
        }
        long waitNs = wheel.waitNs(nowNs);
        assertThat(waitNs).as("no spinning").isPositive();
        if (firstNs == NEVER) {
            assertThat(waitNs).isEqualTo(NEVER);
        } else {
            assertThat(waitNs).as("no oversleeping").isLessThanOrEqualTo(firstNs - nowNs + TICK_NS);
        }
    }

    @Test
    void notBeforeItsTime() {
        DeadlineWheel wheel = new DeadlineWheel(0);
        Alarm alarm = new Alarm();
        alarm.dueNs = 10 * TICK_NS;
        wheel.schedule(alarm, alarm.dueNs);
        wheel.advance(alarm.dueNs);
        assertThat(alarm.looks).isZero();
        wheel.advance(11 * TICK_NS);
        assertThat(alarm.rangAtNs).isEqualTo(11 * TICK_NS);
        assertThat(alarm.looks).isEqualTo(1);
    }

    @Test
    void removedWhileAnotherIsLookedAt() {
        DeadlineWheel wheel = new DeadlineWheel(0);
        Alarm victim = new Alarm();
        DeadlineWheel.Entry[] both = new DeadlineWheel.Entry[1];
        both[0] =
                new DeadlineWheel.Entry() {
                    @Override
                    public long look(long nowNs) {
                        wheel.remove(victim);
                        wheel.schedule(this, nowNs); // as a connection does that begins to linger
                        return NEVER;
                    }
                };
        wheel.schedule(victim, TICK_NS);
        wheel.schedule(both[0], TICK_NS);
        wheel.advance(3 * TICK_NS);
        assertThat(victim.looks).isZero();
        wheel.remove(both[0]);
        assertThat(wheel.waitNs(3 * TICK_NS)).isEqualTo(NEVER);
    }
}
