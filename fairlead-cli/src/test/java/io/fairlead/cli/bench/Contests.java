package io.fairlead.cli.bench;

import io.fairlead.frame.Codec;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.result.Latency;
import io.fairlead.load.result.ServerUse;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Comparisons with figures that a test says. */
final class Contests {
    static final long SECOND_NS = 1_000_000_000;
    static final Load LOAD =
            Load.at(Endpoint.tcp("127.0.0.1", 1))
                    .connections(10)
                    .codec(Codec.raw())
                    .warmUp(Duration.ofMillis(500))
                    .duration(Duration.ofSeconds(1))
                    .build();

    private Contests() {}

    static ContestPlan plan(Load load, int rounds, Model... models) {
        return new ContestPlan(
                BenchedService.of("echo"), null, load, List.of(models), rounds, 4711);
    }

    /** A round in which so many messages a second were answered, as late as {@code latency}. */
    static LoadReport report(Load load, long messages, double busy, Latency latency) {
        return new LoadReport(
                load,
                SECOND_NS,
                messages,
                64 * messages,
                0,
                latency,
                latency,
                latency,
                10,
                10,
                Map.of(),
                null,
                0,
                0,
                Double.NaN,
                0,
                busy,
                new ServerUse(1, "java", messages * 4_000, 100 << 20, 15, 1, 300, Double.NaN),
                List.of(),
                List.of(),
                null,
                false);
    }

    static LoadReport report(long messages) {
        return report(LOAD, messages, 0.5, Latency.merged(List.of()));
    }

    static void rounds(Contest contest, Model model, long... messages) {
        for (int i = 0; i < messages.length; i++) {
            contest.add(new Trial(model, i + 1, report(messages[i]), null, null));
        }
    }
}
