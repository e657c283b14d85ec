package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.SocketAddress;

/** An exchange with one peer: one thread sends while another receives. */
public interface Talk extends Closeable {
    /**
     * Sends all that {@code source} has; {@code display} sees it too.
     *
     * @throws NetException if the peer takes no more; it may still have something to say
     */
    void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException;

    /** Shows all that comes. */
    void receive(Display display, Progress progress)
            throws NetException, OutputException, CommandException;

    /** This end's address. */
    SocketAddress localAddress();
}
