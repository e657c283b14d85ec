package io.fairlead.net.socket;

import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connects to several addresses as {@link AddressRace} has it: the first that answers wins, and the
 * others are closed. For one thread, which it blocks.
 */
final class ConnectRace {
    private final Opening opening;
    private final Function<Exception, NetException> explained;
    private final long deadlineNs;
    private final AddressRace race;
    private int underWay;
    private @Nullable NetException failure;

    /** Makes a socket for an address: with its options, bound, and not connected yet. */
    @FunctionalInterface
    interface Opening {
        SocketChannel open(InetSocketAddress address) throws IOException;
    }

    /**
     * @param explained says what a failure means
     * @param deadlineNs when all of them have taken too long, on {@link System#nanoTime}'s clock
     */
    ConnectRace(
            List<InetSocketAddress> addresses,
            Opening opening,
            Function<Exception, NetException> explained,
            long deadlineNs) {
        this.opening = opening;
        this.explained = explained;
        this.deadlineNs = deadlineNs;
        race = new AddressRace(addresses, System.nanoTime());
    }

    /**
     * Connects.
     *
     * @return a channel in blocking mode
     * @throws NetException if no address answers, with the most telling failure; nothing is left
     *     open. After an interrupt the errno is EINTR
     */
    SocketChannel run() throws NetException {
        SocketChannel winner = null;
        try {
            winner = winner();
            winner.configureBlocking(true);
            return winner;
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, winner);
            throw explained.apply(e);
        }
    }

    /** A channel is non-blocking until the selector it was registered with is closed. */
    private SocketChannel winner() throws IOException {
        try (Selector selector = Selector.open()) {
            SocketChannel winner = null;
            try {
                winner = race(selector);
                return winner;
            } finally {
                closeOthers(selector, winner);
            }
        }
    }

    private SocketChannel race(Selector selector) throws IOException {
        while (true) {
            SocketChannel connected = begin(selector);
            if (connected == null) connected = await(selector);
            if (connected != null) return connected;
        }
    }

    /** Begins the attempts that are due; returns one that is connected at once. */
    private @Nullable SocketChannel begin(Selector selector) throws IOException {
        for (InetSocketAddress to; (to = race.next(System.nanoTime())) != null; ) {
            SocketChannel channel = null;
            try {
                channel = opening.open(to);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_CONNECT, to);
                underWay++;
                if (channel.connect(to)) return ConnectFailure.requireOther(channel);
            } catch (IOException | RuntimeException e) {
                if (channel != null && channel.isRegistered()) underWay--;
                Sockets.closeAfter(e, channel);
                failed(e);
            }
        }
        return null;
    }

    /** Waits until an attempt has ended or the next is due; returns one that is connected. */
    private @Nullable SocketChannel await(Selector selector) throws IOException {
        long nowNs = System.nanoTime();
        long nextNs = race.waitNs(nowNs);
        if (underWay == 0 && nextNs == Long.MAX_VALUE && failure != null) throw failure;
        long leftNs = deadlineNs - nowNs;
        if (leftNs <= 0) throw failed(new SocketTimeoutException());
        selector.select(Math.min(nextNs, leftNs) / 1_000_000 + 1);
        if (Thread.currentThread().isInterrupted()) throw new ClosedByInterruptException();
        SocketChannel connected = null;
        for (SelectionKey key : selector.selectedKeys()) {
            SocketChannel channel = (SocketChannel) key.channel();
            if (connected == null && hasConnected(channel)) connected = channel;
        }
        selector.selectedKeys().clear();
        return connected;
    }

    private boolean hasConnected(SocketChannel channel) {
        try {
            return channel.finishConnect() && ConnectFailure.requireOther(channel).isOpen();
        } catch (IOException e) {
            underWay--;
            Sockets.closeAfter(e, channel);
            failed(e);
            return false;
        }
    }

    /** Notes a failure; returns the most telling one so far. */
    private NetException failed(Exception e) {
        race.failed(System.nanoTime());
        NetException known = failure;
        NetException next = explained.apply(e);
        NetException telling = known == null ? next : ConnectFailure.moreTelling(known, next);
        failure = telling;
        return telling;
    }

    /** They must be closed before the selector is: a key ends with its selector. */
    private static void closeOthers(Selector selector, @Nullable SocketChannel winner)
            throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (!key.channel().equals(winner)) key.channel().close();
        }
    }
}
