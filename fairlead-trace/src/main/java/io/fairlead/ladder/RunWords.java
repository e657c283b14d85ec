package io.fairlead.ladder;

import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;

/** What a folded run says. */
final class RunWords {
    private RunWords() {}

    /** {@code 37 packets, 1.2 MB}. */
    static String label(Row.Run run) {
        return Figures.count(run.steps().size()) + " packets, " + Figures.size(bytes(run));
    }

    /** In a sentence. */
    static String sentence(Row.Run run) {
        long carrying = run.steps().stream().filter(Folder::carries).count();
        long bare = run.steps().size() - carrying;
        long ns = run.steps().getLast().frame().timeNs() - run.steps().getFirst().frame().timeNs();
        String acks = bare == 0 ? "" : ", and %s without data".formatted(packets(bare));
        return "%s goes on: %s in %s%s, in %s."
                .formatted(
                        run.fromClient() ? "The client" : "The server",
                        Figures.bytes(bytes(run)),
                        packets(carrying),
                        acks,
                        Figures.time(ns));
    }

    private static String packets(long count) {
        return count == 1 ? "1 packet" : Figures.count(count) + " packets";
    }

    private static long bytes(Row.Run run) {
        return run.steps().stream().mapToLong(Folder::bytes).sum();
    }

    static Step last(Row.Run run) {
        return run.steps().getLast();
    }
}
