package io.fairlead.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Rig;
import io.fairlead.server.ServerObserver;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.site.Site;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as the time for which a loop is held, by a clock of the test's own. */
class StallWatchTest {
    private static final Duration LIMIT = Duration.ofMillis(400); // looked at four times

    private final List<Duration> reports = new ArrayList<>();
    private final Pulse pulse = new Pulse(Thread.currentThread());
    private final StallWatch.Watched watched;
    private long nowMs;

    StallWatchTest() {
        Limits limits = Rig.limits(all -> all.stallTimeout(LIMIT));
        Terms terms = new Terms(Rig.CODEC, Rig.ECHO, limits, new Slab(1 << 20), () -> 0);
        ServerObserver observer =
                new ServerObserver() {
                    @Override
                    public void onStall(StallReport stall) {
                        reports.add(stall.duration());
                    }
                };
        Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:7");
        watched = new StallWatch.Watched(pulse, new Site(endpoint, terms, null, observer), 0);
    }

    private void lookAfter(long ms) {
        nowMs += ms;
        watched.look(nowMs * 1_000_000);
    }

    @Test
    void aTurnThatTakesTooLongIsReportedOnce() {
        pulse.works();
        for (int i = 0; i < 4; i++) lookAfter(100);
        assertThat(reports).isEmpty(); // it may have begun just before the first look
        for (int i = 0; i < 20; i++) lookAfter(100);
        assertThat(reports).containsExactly(LIMIT);
    }

    @Test
    void manyTurnsAreNone() {
        for (int i = 0; i < 20; i++) {
            pulse.waits();
            pulse.works();
            lookAfter(100);
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void aWaitIsNone() {
        pulse.works();
        lookAfter(100);
        pulse.waits();
        for (int i = 0; i < 20; i++) lookAfter(100);
        assertThat(reports).isEmpty();
    }

    @Test
    void aStopOfTheProcessIsNotTheTimeOfWhoHeldTheLoop() {
        pulse.works();
        lookAfter(100);
        lookAfter(100);
        lookAfter(3_600_000);
        assertThat(reports).isEmpty();
        pulse.waits();
        pulse.works();
        lookAfter(100);
        assertThat(reports).isEmpty();
    }
}
