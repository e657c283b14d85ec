import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

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
