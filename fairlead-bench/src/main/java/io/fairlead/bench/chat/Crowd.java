package io.fairlead.bench.chat;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rooms full of people, one of whom speaks in each: the next message is sent when all have one,
 * with some in flight at a time. For one thread.
 */
final class Crowd implements AutoCloseable {
    private static final int SAMPLES_MAX = 20_000_000;
    private static final long SILENCE_MS = 30_000;

    private final Shape shape;
    private final Selector selector = Selector.open();
    private final byte[] buffer = Person.buffer();
    private final List<Person> people = new ArrayList<>();
    private final int[] missing; // deliveries of a message, of each room
    private final long[] samplesNs = new long[SAMPLES_MAX];
    private int samples;
    private int entered;

    /**
     * Who is where.
     *
     * @param rooms how many
     * @param members of each
     * @param inFlight messages of each room that are on their way at a time
     */
    record Shape(int rooms, int members, int inFlight) {
        @Override
        public String toString() {
            return rooms == 1 ? members + " in one room" : rooms + " rooms of " + members;
        }
    }

    /**
     * What was measured.
     *
     * @param perSecond deliveries
     * @param p50Ms from sending to reading
     * @param p99Ms likewise
     */
    record Result(double perSecond, double p50Ms, double p99Ms) {}

    Crowd(int port, Shape shape) throws IOException {
        this.shape = shape;
        missing = new int[shape.rooms()];
        Arrays.fill(missing, shape.members() - 1);
        Person.Listener listener = new Ears();
        for (int i = 0; i < shape.rooms() * shape.members(); i++) {
            people.add(Person.enter(port, i, i % shape.rooms(), selector, listener));
            if (i % 50 == 0) select(0);
        }
        while (entered < people.size()) select(SILENCE_MS);
        for (int i = 0; i < shape.rooms() * shape.inFlight(); i++) {
            people.get(i % shape.rooms()).speak();
        }
    }

    private final class Ears implements Person.Listener {
        @Override
        public void entered() {
            entered++;
        }

        @Override
        public void delivered(int room, long sentNs) {
            if (samples < SAMPLES_MAX) samplesNs[samples++] = System.nanoTime() - sentNs;
            missing[room]--;
        }
    }

    /** Lets them talk for {@code time}. */
    Result talk(Duration time) throws IOException {
        samples = 0;
        long begunNs = System.nanoTime();
        while (System.nanoTime() - begunNs < time.toNanos()) {
            select(SILENCE_MS);
            for (int room = 0; room < missing.length; room++) {
                if (missing[room] > 0) continue;
                missing[room] += shape.members() - 1;
                people.get(room).speak();
            }
        }
        double seconds = (System.nanoTime() - begunNs) / 1e9;
        Arrays.sort(samplesNs, 0, samples);
        return new Result(samples / seconds, ms(0.5), ms(0.99));
    }

    private double ms(double part) {
        return samplesNs[(int) (part * (samples - 1))] / 1e6;
    }

    private void select(long timeoutMs) throws IOException {
        int ready = timeoutMs == 0 ? selector.selectNow() : selector.select(timeoutMs);
        if (ready == 0 && timeoutMs > 0) throw new IOException("silence for 30 s");
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Person person) person.read(buffer);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (Person person : people) person.close();
        selector.close();
    }
}
