package io.fairlead.server;

final class WorkerCache {
    private final WorkerCommand plain;

    WorkerCache(boolean single) {
        plain = WorkerCommand.of(single);
    }

    WorkerCommand command() {
        return plain;
    }

    void make() {}
}
