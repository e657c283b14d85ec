package io.fairlead.cli.bench;

import io.fairlead.load.Load;
import io.fairlead.server.Model;
import io.fairlead.service.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is compared, and how. Immutable.
 *
 * @param service that all models serve
 * @param codec how its streams are cut, if that was said
 * @param load of each trial, but for the endpoint
 * @param chosen the models that were asked for
 * @param rounds how often each is measured
 * @param seed of the order
 */
record ContestPlan(
        BenchedService service,
        @Nullable String codec,
        Load load,
        List<Model> chosen,
        int rounds,
        long seed) {
    /** Starting a server, connecting, and ending it, on a processor of its own. */
    private static final Duration START = Duration.ofMillis(1_100);

    private static final long CHURN_SHARE = 3;
    private static final long WARM_SHARE = 5;

    /** The models that are measured. */
    List<Model> models() {
        return chosen.stream().filter(model -> reason(model) == null).toList();
    }

    /** Why models that were asked for are not measured, by their words. */
    Map<String, String> notMeasured() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Model model : chosen) {
            String reason = reason(model);
            if (reason != null) reasons.put(model.word(), reason);
        }
        return reasons;
    }

    private @Nullable String reason(Model model) {
        String reason = model.reason();
        return reason != null ? "cannot run here: " + reason : crowded(model);
    }

    /** A connection that stays keeps what serves it. */
    private @Nullable String crowded(Model model) {
        int threads =
                switch (model) {
                    case ITERATIVE -> 1;
                    case POOL -> Limits.DEFAULT.poolThreads();
                    default -> Integer.MAX_VALUE;
                };
        if (load.kind() == Load.Kind.CHURN || load.connections() <= threads) return null;
        return String.format(
                Locale.ROOT,
                "serves %d at a time, and %d connections stay: measure it with -c %d, or --churn",
                threads,
                load.connections(),
                threads);
    }

    /** What follows each exchange: how many connections a second the same server takes. */
    @Nullable Load visits() {
        if (load.kind() == Load.Kind.CHURN) return null;
        return load.to(load.endpoint())
                .kind(Load.Kind.CHURN)
                .rate(0)
                .depth(1)
                .settle(Duration.ZERO)
                .warmUp(load.warmUp().dividedBy(WARM_SHARE))
                .duration(load.duration().dividedBy(CHURN_SHARE))
                .build();
    }

    /** About how long one trial takes. */
    Duration trialTime() {
        Load visits = visits();
        Duration exchange = START.plus(load.warmUp()).plus(load.duration());
        return visits == null ? exchange : exchange.plus(visits.warmUp()).plus(visits.duration());
    }
}
