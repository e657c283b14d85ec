package io.fairlead.server.blocking;

import io.fairlead.server.site.Site;

/** A platform thread per connection. */
public final class ThreadModel implements BlockingEngine.Runner {
    private final Thread.Builder threads;

    public ThreadModel(Site site) {
        threads = Thread.ofPlatform().name("fairlead thread " + site.endpoint + " #", 1);
    }

    @Override
    public void run(Runnable connection) {
        threads.start(connection);
    }
}
