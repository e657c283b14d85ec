package io.fairlead.server.blocking;

import io.fairlead.server.site.Site;
import java.io.IOException;

/** A virtual thread per connection, on the JDK's scheduler. */
public final class VirtualModel implements BlockingEngine.Runner {
    private final Thread.Builder threads;

    public VirtualModel(Site site) throws IOException {
        VirtualWait.prepare();
        threads = Thread.ofVirtual().name("fairlead virtual " + site.endpoint + " #", 1);
    }

    @Override
    public void run(Runnable connection) {
        threads.start(connection);
    }
}
