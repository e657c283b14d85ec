package io.fairlead.bench.peer;

/** The one line that a peer says on standard output: that it serves, or why it does not. */
final class Ready {
    private Ready() {}

    static void at(int port) {
        IO.println("ready " + port);
    }

    static void refused(String reason) {
        IO.println("refused " + reason.lines().findFirst().orElse("without a reason"));
    }
}
