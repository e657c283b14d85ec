package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client of the program over TCP, which remembers what was sent and what came. */
final class TestClient implements Closeable {
    private static final int LOOK_MS = 20;
    private static final int CONNECT_MS = 10_000;

    private final LearnerServer site;
    private final Socket socket;
    private final List<String> story = new ArrayList<>();
    private End end = End.NONE;
    private boolean isBroken;

    /** What ended the last {@link #receive}. */
    enum End {
        /** Nothing: all that was wanted came. */
        NONE,
        /** The end of input: recv returned 0. */
        INPUT,
        /** The connection broke: ECONNRESET. */
        RESET,
        /** Nothing came for too long. */
        SILENCE
    }

    /** Connects. */
    TestClient(LearnerServer site) throws IOException {
        this.site = site;
        socket = new Socket();
        InetSocketAddress server = site.address();
        try {
            socket.connect(server, CONNECT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LOOK_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        story.add("connected to " + server.getHostString() + ":" + server.getPort());
    }

    /** Where it calls from. */
    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    TestClient send(String text) {
        return send(text.getBytes(UTF_8));
    }

    /** Sends in one call. */
    TestClient send(byte[] bytes) {
        story.add("sent " + ShownBytes.bytes(bytes));
        boolean _ = write(bytes, 0, bytes.length);
        return this;
    }

    /** Sends each byte by a call of its own, without Nagle's delay. */
    TestClient sendByteByByte(byte[] bytes) {
        story.add("sent " + ShownBytes.bytes(bytes) + ", each byte in a packet of its own");
        boolean goes = write(bytes, 0, 1);
        site.subject().settle(); // so that the first byte is read alone
        for (int i = 1; i < bytes.length && goes; i++) goes = write(bytes, i, 1);
        return this;
    }

    /** Sends a part, and does not mention it; false if the server has gone. */
    boolean write(byte[] bytes, int start, int count) {
        try {
            socket.getOutputStream().write(bytes, start, count);
            return true;
        } catch (IOException e) {
            story.add("could not send more: " + e.getMessage());
            isBroken = true;
            return false;
        }
    }

    /** shutdown(SHUT_WR): nothing more will be sent. */
    TestClient end() {
        try {
            socket.shutdownOutput();
            story.add("sent the end (FIN), still reading");
        } catch (IOException e) {
            story.add("could not send the end: " + e.getMessage());
        }
        return this;
    }

    /** Receives so many bytes; fewer if it ends before, and {@link #ended} says how. */
    byte[] receive(int count) throws IOException {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        Waiting waiting = site.waiting();
        end = End.NONE;
        while (came.size() < count && end == End.NONE) {
            byte[] part = part(count - came.size(), waiting);
            came.writeBytes(part);
        }
        tell(came.toByteArray(), waiting);
        return came.toByteArray();
    }

    /** Receives all that comes until it ends. */
    byte[] receiveToEnd() throws IOException {
        return receive(1 << 16);
    }

    /** A few bytes, or how it ended. */
    private byte[] part(int most, Waiting waiting) throws IOException {
        byte[] bytes = new byte[Math.min(most, 1 << 16)];
        try {
            InputStream input = socket.getInputStream();
            int count = input.read(bytes);
            // A send that failed was told of the reset, so that recv is not told once more.
            if (count < 0) end = isBroken ? End.RESET : End.INPUT;
            if (count <= 0) return new byte[0];
            waiting.again();
            return Arrays.copyOf(bytes, count);
        } catch (SocketTimeoutException e) {
            if (waiting.isOver()) end = End.SILENCE;
        } catch (IOException e) {
            end = End.RESET;
        }
        return new byte[0];
    }

    private void tell(byte[] came, Waiting waiting) {
        if (came.length > 0) story.add("got " + ShownBytes.bytes(came));
        switch (end) {
            case NONE -> {}
            case INPUT -> story.add("got the end of input (FIN)");
            case RESET -> story.add("got a reset (RST, ECONNRESET)");
            case SILENCE -> story.add("got nothing more in " + waiting.words());
        }
    }

    /** What ended the last receive. */
    End ended() {
        return end;
    }

    /** Whether the end of input or a reset has come. */
    boolean isOver() {
        return end == End.INPUT || end == End.RESET;
    }

    /** Breaks off: the peer gets RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        story.add("broke off (RST)");
    }

    /** Closes as a polite client does; the other end may still be open. */
    void leave() throws IOException {
        socket.close();
        story.add("closed");
    }

    /** What was sent and what came, a line each. */
    List<String> story() {
        return List.copyOf(story);
    }

    /** Closes, if it has not. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
