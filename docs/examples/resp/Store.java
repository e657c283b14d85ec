import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.TypedService;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A small Redis: strings and channels. All connections see the same. */
class Store implements TypedService<Value> {
    private final RespCodec codec;
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final Map<String, PeerGroup> channels = new ConcurrentHashMap<>();

    Store(RespCodec codec) {
        this.codec = codec;
    }

    // region: messages
    @Override
    public RespCodec codec() {
        return codec;
    }

    @Override
    public void onMessage(Peer peer, Value command) {
        List<Value> words = command.parts();
        if (words.isEmpty()) return; // an empty line
        String name = text(words, 0).toUpperCase(Locale.ROOT);
        if (words.size() < wordsMin(name)) {
            peer.send(codec, Value.error("wrong number of arguments for '" + name + "'"));
            return;
        }
        switch (name) {
            case "" -> {} // also one
            case "SUBSCRIBE" -> rest(words).forEach(channel -> subscribe(peer, channel));
            case "UNSUBSCRIBE" -> unsubscribe(peer, rest(words));
            case "QUIT" -> {
                peer.send(codec, Value.OK);
                peer.close();
            }
            default -> peer.send(codec, answer(name, words));
        }
    }

    // endregion

    private static int wordsMin(String name) {
        return switch (name) {
            case "ECHO", "GET", "DEL", "EXISTS", "INCR", "SUBSCRIBE" -> 2;
            case "SET", "PUBLISH" -> 3;
            default -> 0;
        };
    }

    private Value answer(String name, List<Value> words) {
        return switch (name) {
            case "PING" -> words.size() > 1 ? words.get(1) : Value.line("PONG");
            case "ECHO" -> words.get(1);
            case "GET" -> {
                byte[] value = values.get(text(words, 1));
                yield value == null ? Value.NIL : Value.bulk(value);
            }
            case "SET" -> {
                values.put(text(words, 1), words.get(2).bytes());
                yield Value.OK;
            }
            case "DEL" -> Value.number(count(words, key -> values.remove(key) != null));
            case "EXISTS" -> Value.number(count(words, values::containsKey));
            case "INCR" -> increment(text(words, 1));
            case "PUBLISH" -> publish(text(words, 1), words.get(2).bytes());
            case "COMMAND", "CONFIG" -> Value.array(); // redis-cli and redis-benchmark ask for them
            default -> Value.error("unknown command '" + name + "'");
        };
    }

    private static long count(List<Value> words, Predicate<String> counts) {
        return rest(words).stream().filter(counts).count();
    }

    private Value increment(String key) {
        try {
            byte[] value = values.merge(key, new byte[] {'1'}, (old, _) -> {
                long next = Math.addExact(Long.parseLong(new String(old, UTF_8)), 1);
                return Long.toString(next).getBytes(UTF_8);
            });
            return new Value(':', value, List.of());
        } catch (ArithmeticException | NumberFormatException e) {
            return Value.error("value is not an integer or out of range");
        }
    }

    // region: publish
    private Value publish(String channel, byte[] message) {
        PeerGroup readers = channels.get(channel);
        if (readers == null) return Value.number(0);
        return Value.number(readers.send(Value.array("message", channel, message).frame()).queued());
    }

    private void subscribe(Peer peer, String channel) {
        channels.computeIfAbsent(channel, _ -> new PeerGroup()).join(peer); // until it leaves
        Set<String> mine = subscriptions(peer);
        mine.add(channel);
        peer.send(codec, Value.array("subscribe", channel, mine.size()));
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
            peer.send(codec, Value.array("unsubscribe", channel, mine.size()));
        }
        if (leaves.isEmpty()) peer.send(codec, Value.array("unsubscribe", Value.NIL, 0));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> subscriptions(Peer peer) {
        if (peer.attachment() == null) peer.attach(new TreeSet<String>());
        return (Set<String>) peer.attachment();
    }

    private static String text(List<Value> words, int index) {
        return Value.text(words.get(index).bytes());
    }

    private static List<String> rest(List<Value> words) {
        return words.stream().skip(1).map(word -> Value.text(word.bytes())).toList();
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}
