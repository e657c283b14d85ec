package io.fairlead.server.datagram;

import io.fairlead.server.site.Site;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The threads of a model that serve peers of datagrams, beside the loop that receives. */
public final class PeerThreads {
    private PeerThreads() {}

    /** A platform thread for each peer that has something to do. */
    public static ExecutorService platform(Site site) {
        return Executors.newThreadPerTaskExecutor(named(Thread.ofPlatform(), site));
    }

    /** A virtual thread for each peer that has something to do. */
    public static ExecutorService virtual(Site site) {
        return Executors.newThreadPerTaskExecutor(named(Thread.ofVirtual(), site));
    }

    /** As many platform threads as the limits say. */
    public static ExecutorService pool(Site site) {
        return Executors.newFixedThreadPool(
                site.limits().poolThreads(), named(Thread.ofPlatform(), site));
    }

    private static ThreadFactory named(Thread.Builder builder, Site site) {
        return builder.name("fairlead datagram " + site.endpoint + " #", 1).factory();
    }
}
