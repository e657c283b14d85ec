package io.fairlead.server.site;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeListener;
import java.io.IOException;
import java.nio.channels.Channel;

/** Closes channels where nothing can be done about a failure. */
public final class Channels {
    private Channels() {}

    /** Closes what a failure leaves behind. */
    public static void closeQuietly(AutoCloseable left) {
        try {
            left.close();
        } catch (Exception e) {
            // the failure that led here is what matters
        }
    }

    /** As {@link #close(Listener)}. */
    public static void close(NativeListener listener) {
        try {
            listener.close();
        } catch (NetException e) {
            System.getLogger("io.fairlead").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** Closes {@code listener}; a socket file that cannot be removed is found stale next time. */
    public static void close(Listener listener) {
        try {
            listener.close();
        } catch (NetException e) {
            System.getLogger("io.fairlead").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** Closes {@code channel}; Linux frees the descriptor whatever close(2) returns. */
    public static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to close, and nobody to tell
        }
    }
}
