package io.fairlead.server;

/** A platform thread per connection. */
final class ThreadModel implements BlockingEngine.Runner {
    private final Thread.Builder threads;

    ThreadModel(Site site) {
        threads = Thread.ofPlatform().name("fairlead thread " + site.endpoint + " #", 1);
    }

    @Override
    public void run(Runnable connection) {
        threads.start(connection);
    }
}
