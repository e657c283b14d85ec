import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.Service;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

// region: codec
/**
 * Whole values of RESP2, the protocol of Redis: {@code *2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n}. A frame
 * is the value as it is on the wire.
 */
record RespCodec(int maxBytes) implements Codec {
    private static final byte LF = '\n';

    @Override
    public Frame decode(IoBuffer in) throws FrameException {
        int end = in.size() == 0 ? -1 : end(in, 0, 0);
        if (in.size() > maxBytes && (end < 0 || end > maxBytes)) {
            throw new FrameException("a value of more than " + maxBytes + " bytes");
        }
        return end < 0 ? null : in.take(0, end, 0);
    }

    /** Where the value that begins at {@code from} ends; -1 if that has not come yet. */
    private int end(IoBuffer in, int from, int depth) throws FrameException {
        int lf = from < in.size() ? in.indexOf(LF, from) : in.size();
        if (lf == in.size()) return -1;
        int next = lf + 1;
        return switch (in.byteAt(from)) {
            case '$' -> {
                int length = number(in, from + 1, lf);
                int end = length < 0 ? next : next + length + 2;
                yield end <= in.size() ? end : -1;
            }
            case '*' -> {
                if (depth > 4) throw new FrameException("arrays in arrays, too deep");
                for (int left = number(in, from + 1, lf); left > 0 && next >= 0; left--) {
                    next = end(in, next, depth + 1);
                }
                yield next;
            }
            default -> next; // one line: +OK, -ERR, :1, or a command that was typed
        };
    }

    private int number(IoBuffer in, int from, int lf) throws FrameException {
        long number = 0;
        boolean negative = in.byteAt(from) == '-';
        for (int i = negative ? from + 1 : from; i < lf; i++) {
            byte digit = in.byteAt(i);
            if (digit == '\r' && i + 1 == lf) break;
            number = number * 10 + digit - '0';
            if (digit < '0' || digit > '9' || number > maxBytes) {
                throw new FrameException("this is no length, or one of more than " + maxBytes);
            }
        }
        return negative ? -1 : (int) number;
    }

    @Override
    public int encodedBytes(Frame value) {
        return value.size();
    }

    @Override
    public void encode(Frame value, IoBuffer out) {
        out.put(value);
    }

    @Override
    public int wireBytesMax() {
        return maxBytes;
    }
}

// endregion

/** Answers, as RESP writes them. */
class Resp {
    static final Frame OK = line("+OK");
    static final Frame NIL = line("$-1");

    static Frame line(String text) {
        return Frame.of(text + "\r\n");
    }

    static Frame number(long number) {
        return line(":" + number);
    }

    static Frame bulk(byte[] bytes) {
        return Frame.of(append(new ByteArrayOutputStream(), bytes).toByteArray());
    }

    /** An array of texts and numbers. */
    static Frame array(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + parts.length + "\r\n").getBytes(UTF_8));
        for (Object part : parts) {
            switch (part) {
                case byte[] bytes -> append(out, bytes);
                case Integer number -> out.writeBytes((":" + number + "\r\n").getBytes(UTF_8));
                default -> append(out, part.toString().getBytes(UTF_8));
            }
        }
        return Frame.of(out.toByteArray());
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
        out.writeBytes(bytes);
        out.writeBytes(new byte[] {'\r', '\n'});
        return out;
    }

    /** The words of a command: an array of strings, or a line that was typed. */
    static List<byte[]> words(Frame frame) {
        List<byte[]> words = new ArrayList<>();
        byte[] bytes = frame.bytes();
        if (bytes[0] != '*') {
            for (String word : frame.text().strip().split(" +")) words.add(word.getBytes(UTF_8));
            return words;
        }
        int at = after(bytes, 0);
        while (at < bytes.length) {
            int begin = after(bytes, at);
            int end = begin + Integer.parseInt(text(bytes, at + 1, begin - 2));
            words.add(Arrays.copyOfRange(bytes, begin, end));
            at = end + 2;
        }
        return words;
    }

    private static int after(byte[] bytes, int at) {
        while (bytes[at] != '\n') at++;
        return at + 1;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }
}

/** A small Redis: strings and channels. All connections see the same. */
class Store implements Service {
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final Map<String, PeerGroup> channels = new ConcurrentHashMap<>();

    @Override
    public void onFrame(Peer peer, Frame frame) {
        List<byte[]> words = Resp.words(frame);
        String name = text(words, 0).toUpperCase(Locale.ROOT);
        if (words.size() < wordsMin(name)) {
            peer.send(Resp.line("-ERR wrong number of arguments for '" + name + "'"));
            return;
        }
        switch (name) {
            case "" -> {} // an empty line
            case "SUBSCRIBE" -> rest(words).forEach(channel -> subscribe(peer, channel));
            case "UNSUBSCRIBE" -> unsubscribe(peer, rest(words));
            case "QUIT" -> {
                peer.send(Resp.OK);
                peer.close();
            }
            default -> peer.send(answer(name, words));
        }
    }

    private static int wordsMin(String name) {
        return switch (name) {
            case "ECHO", "GET", "DEL", "EXISTS", "INCR", "SUBSCRIBE" -> 2;
            case "SET", "PUBLISH" -> 3;
            default -> 0;
        };
    }

    private Frame answer(String name, List<byte[]> words) {
        return switch (name) {
            case "PING" -> words.size() > 1 ? Resp.bulk(words.get(1)) : Resp.line("+PONG");
            case "ECHO" -> Resp.bulk(words.get(1));
            case "GET" -> {
                byte[] value = values.get(text(words, 1));
                yield value == null ? Resp.NIL : Resp.bulk(value);
            }
            case "SET" -> {
                values.put(text(words, 1), words.get(2));
                yield Resp.OK;
            }
            case "DEL" -> Resp.number(count(words, key -> values.remove(key) != null));
            case "EXISTS" -> Resp.number(count(words, values::containsKey));
            case "INCR" -> increment(text(words, 1));
            case "PUBLISH" -> publish(text(words, 1), words.get(2));
            case "COMMAND", "CONFIG" -> Resp.array(); // redis-cli and redis-benchmark ask for them
            default -> Resp.line("-ERR unknown command '" + name + "'");
        };
    }

    private static long count(List<byte[]> words, Predicate<String> counts) {
        return rest(words).stream().filter(counts).count();
    }

    private Frame increment(String key) {
        try {
            byte[] value = values.merge(key, new byte[] {'1'}, (old, _) -> {
                long next = Math.addExact(Long.parseLong(new String(old, UTF_8)), 1);
                return Long.toString(next).getBytes(UTF_8);
            });
            return Resp.line(":" + new String(value, UTF_8));
        } catch (ArithmeticException | NumberFormatException e) {
            return Resp.line("-ERR value is not an integer or out of range");
        }
    }

    // region: publish
    private Frame publish(String channel, byte[] message) {
        PeerGroup readers = channels.get(channel);
        if (readers == null) return Resp.number(0);
        return Resp.number(readers.send(Resp.array("message", channel, message)).queued());
    }

    private void subscribe(Peer peer, String channel) {
        channels.computeIfAbsent(channel, _ -> new PeerGroup()).join(peer); // until it leaves
        Set<String> mine = subscriptions(peer);
        mine.add(channel);
        peer.send(Resp.array("subscribe", channel, mine.size()));
    }

    // endregion

    /** Without a channel, it leaves them all. */
    private void unsubscribe(Peer peer, List<String> named) {
        Set<String> mine = subscriptions(peer);
        List<String> leaves = named.isEmpty() ? List.copyOf(mine) : named;
        for (String channel : leaves) {
            PeerGroup readers = channels.get(channel);
            if (readers != null) readers.leave(peer);
            mine.remove(channel);
            peer.send(Resp.array("unsubscribe", channel, mine.size()));
        }
        if (leaves.isEmpty()) peer.send(Frame.of("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n"));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> subscriptions(Peer peer) {
        if (peer.attachment() == null) peer.attach(new TreeSet<String>());
        return (Set<String>) peer.attachment();
    }

    private static String text(List<byte[]> words, int index) {
        return new String(words.get(index), UTF_8);
    }

    private static List<String> rest(List<byte[]> words) {
        return words.stream().skip(1).map(word -> new String(word, UTF_8)).toList();
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}

void main() throws Exception {
    Server server = Server.at("tcp://:7008")
            .model(Model.EPOLL)
            .codec(new RespCodec(1024 * 1024))
            .serve(new Store());
    IO.println("Serving Redis' protocol on " + server.endpoint());
    server.awaitClose();
}
