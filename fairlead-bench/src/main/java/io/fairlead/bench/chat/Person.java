package io.fairlead.bench.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/** One member of a room, on IRC. For one thread. */
final class Person {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] MESSAGE = " PRIVMSG ".getBytes(ISO_8859_1);
    private static final byte[] NAMES_END = " 366 ".getBytes(ISO_8859_1);

    private final SocketChannel channel;
    private final int room;
    private final Listener listener;
    private byte[] rest = new byte[0]; // of a line whose end has not come yet

    /** Learns what a person reads. */
    interface Listener {
        /** The person is in its room. */
        void entered();

        /** A message has come that was sent at {@code sentNs}. */
        void delivered(int room, long sentNs);
    }

    private Person(SocketChannel channel, int room, Listener listener) {
        this.channel = channel;
        this.room = room;
        this.listener = listener;
    }

    /** Connects, and asks to be let into {@code room}. */
    static Person enter(int port, int number, int room, Selector selector, Listener listener)
            throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Person person = new Person(channel, room, listener);
        person.write(
                String.format(
                        Locale.ROOT, "NICK m%d\r\nUSER m 0 * :m\r\nJOIN #r%d\r\n", number, room));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, person);
        return person;
    }

    /** Says the time. */
    void speak() throws IOException {
        write(String.format(Locale.ROOT, "PRIVMSG #r%d :%d\r\n", room, System.nanoTime()));
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        while (bytes.hasRemaining()) channel.write(bytes); // far less than a socket's buffer
    }

    /** Reads what is there. {@code shared} is anybody's between two calls. */
    void read(byte[] shared) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(shared).put(rest);
        if (channel.read(into) < 0) throw new IOException("the server has closed");
        int start = 0;
        for (int i = rest.length; i < into.position(); i++) {
            if (shared[i] != '\n') continue;
            line(shared, start, i);
            start = i + 1;
        }
        rest = Arrays.copyOfRange(shared, start, into.position());
    }

    /** What all can read into. */
    static byte[] buffer() {
        return new byte[BUFFER_BYTES];
    }

    private void line(byte[] bytes, int start, int end) throws IOException {
        int blank = start;
        while (blank < end && bytes[blank] != ' ') blank++;
        if (begins(bytes, blank, MESSAGE)) {
            listener.delivered(room, number(bytes, end));
        } else if (begins(bytes, blank, NAMES_END)) {
            listener.entered();
        } else if (bytes[start] == 'P') {
            write("PONG" + new String(bytes, blank, end - blank, ISO_8859_1) + "\n");
        }
    }

    private static boolean begins(byte[] bytes, int at, byte[] words) {
        return Arrays.equals(bytes, at, at + words.length, words, 0, words.length);
    }

    /** The number that ends before CR LF. */
    private static long number(byte[] bytes, int end) {
        int start = end - 1;
        while (bytes[start - 1] != ':') start--;
        return Long.parseLong(new String(bytes, start, end - 1 - start, ISO_8859_1));
    }

    void close() throws IOException {
        channel.close();
    }
}
