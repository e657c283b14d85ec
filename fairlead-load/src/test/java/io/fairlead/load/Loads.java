package io.fairlead.load;

import io.fairlead.net.Endpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Short loads, and runs of them that a test waits for at most so long. */
final class Loads {
    private static final long PATIENCE_S = 60;

    private Loads() {}

    static LoadBuilder brief(Endpoint endpoint) {
        return Load.at(endpoint).warmUp(Duration.ZERO).duration(Duration.ofMillis(300));
    }

    static LoadReport run(LoadBuilder load) throws Exception {
        return run(load.build());
    }

    static LoadReport run(Load load) throws Exception {
        return await(new LoadRun(load, interval -> {}));
    }

    static LoadReport await(LoadRun run) throws Exception {
        return start(run).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    static CompletableFuture<LoadReport> start(LoadRun run) {
        CompletableFuture<LoadReport> report = new CompletableFuture<>();
        Thread _ =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                report.complete(run.run());
                            } catch (Throwable e) {
                                report.completeExceptionally(e);
                            }
                        });
        return report;
    }
}
