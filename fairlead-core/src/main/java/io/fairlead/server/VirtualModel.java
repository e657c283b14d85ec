package io.fairlead.server;

/** A virtual thread per connection, on the JDK's scheduler. */
final class VirtualModel implements BlockingEngine.Runner {
    private final Thread.Builder threads;

    VirtualModel(Site site) {
        threads = Thread.ofVirtual().name("fairlead virtual " + site.endpoint + " #", 1);
    }

    @Override
    public void run(Runnable connection) {
        threads.start(connection);
    }
}
