package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody at the other end of a stream, with the lines that have come so far. For any thread. */
final class Guest implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final SocketChannel channel;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;
    private int seen;

    private Guest(SocketChannel channel, boolean reads) {
        this.channel = channel;
        if (reads) Thread.ofPlatform().daemon().name("guest").start(this::read);
    }

    static Guest at(int port) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // a line is a write
        return new Guest(channel, true);
    }

    /** One that never reads what comes, and has little room for it. */
    static Guest deaf(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Guest(channel, false);
    }

    /** Registered as {@code name}, with all capabilities of {@code capabilities}. */
    static Guest onIrc(int port, String name, String capabilities)
            throws IOException, InterruptedException {
        Guest guest = at(port);
        if (!capabilities.isEmpty()) guest.type("CAP LS 302", "CAP REQ :" + capabilities);
        guest.type("NICK " + name, "USER " + name + " 0 * :Real " + name);
        if (!capabilities.isEmpty()) guest.type("CAP END");
        guest.await(" 376 ");
        return guest;
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
            while (true) {
                String line = reader.readLine();
                if (line == null) break;
                add(line);
            }
        } catch (IOException e) {
            add("(" + e + ")");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    Socket socket() {
        return channel.socket();
    }

    void type(String... typed) throws IOException {
        for (String line : typed) {
            var bytes = java.nio.ByteBuffer.wrap((line + "\r\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
        }
    }

    /** The next line that contains {@code part}; those before it count as seen. */
    String await(String part) throws InterruptedException {
        return await(line -> line.contains(part), part);
    }

    private synchronized String await(Predicate<String> wanted, String what)
            throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            while (seen < lines.size()) {
                String line = lines.get(seen++);
                if (wanted.test(line)) return line;
            }
            long leftNs = untilNs - System.nanoTime();
            if (ended || leftNs <= 0) {
                throw new AssertionError("no " + what + " in " + String.join("\n  ", lines));
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
    }

    /** Waits for the end of the connection; returns all lines. */
    synchronized List<String> awaitEnd() throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!ended && untilNs - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, untilNs - System.nanoTime());
        }
        if (!ended) throw new AssertionError("no end after " + String.join("\n  ", lines));
        return List.copyOf(lines);
    }

    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
