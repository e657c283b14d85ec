package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The extensions of a hello (RFC 8446 section 4.2), by their numbers. */
final class HelloExtensions {
    static final int SESSION_TICKET = 35;
    static final int PRE_SHARED_KEY = 41;
    static final int EARLY_DATA = 42;
    private static final int SERVER_NAME = 0;
    private static final int GROUPS = 10;
    private static final int PROTOCOLS = 16;
    private static final int VERSIONS = 43;
    private static final int KEY_SHARE = 51;

    private final boolean ofClient;
    private final Map<Integer, byte[]> bodies = new TreeMap<>();

    private HelloExtensions(boolean ofClient) {
        this.ofClient = ofClient;
    }

    /** Those that follow; none where the hello ends. */
    static HelloExtensions read(TlsCursor hello, boolean ofClient) {
        HelloExtensions extensions = new HelloExtensions(ofClient);
        if (hello.isAtEnd()) return extensions;
        TlsCursor list = hello.vector16();
        while (!list.isAtEnd()) {
            int type = list.u16();
            TlsCursor body = list.vector16();
            extensions.bodies.putIfAbsent(type, body.raw(body.left()));
        }
        return extensions;
    }

    boolean has(int type) {
        return bodies.containsKey(type);
    }

    int bytes(int type) {
        byte[] body = bodies.get(type);
        return body == null ? 0 : body.length;
    }

    private @Nullable TlsCursor body(int type) {
        byte[] body = bodies.get(type);
        return body == null ? null : new TlsCursor(Octets.of(body));
    }

    String serverName() {
        TlsCursor body = body(SERVER_NAME);
        if (body == null || body.isAtEnd()) return "";
        TlsCursor list = body.vector16();
        int _ = list.u8(); // a host name: there is no other kind
        return list.vector16().text();
    }

    List<String> protocols() {
        List<String> names = new ArrayList<>();
        TlsCursor body = body(PROTOCOLS);
        if (body == null) return names;
        TlsCursor list = body.vector16();
        while (!list.isAtEnd()) names.add(list.vector8().text());
        return names;
    }

    List<Integer> versions() {
        TlsCursor body = body(VERSIONS);
        if (body == null) return List.of();
        return ofClient ? meaningful(body.vector8()) : List.of(body.u16());
    }

    List<Integer> groups() {
        TlsCursor body = body(GROUPS);
        return body == null ? List.of() : meaningful(body.vector16());
    }

    List<Integer> keyShares() {
        TlsCursor body = body(KEY_SHARE);
        if (body == null) return List.of();
        if (!ofClient) return List.of(body.u16());
        List<Integer> groups = new ArrayList<>();
        TlsCursor list = body.vector16();
        while (!list.isAtEnd()) {
            int group = list.u16();
            TlsCursor _ = list.vector16(); // the share
            if (!isGrease(group)) groups.add(group);
        }
        return groups;
    }

    /** Numbers of two bytes each, without those that mean nothing. */
    static List<Integer> meaningful(TlsCursor list) {
        List<Integer> numbers = new ArrayList<>();
        while (!list.isAtEnd()) {
            int number = list.u16();
            if (!isGrease(number)) numbers.add(number);
        }
        return numbers;
    }

    /** 0x0a0a, 0x1a1a ...: only there to be passed over (RFC 8701). */
    private static boolean isGrease(int number) {
        return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
    }
}
