package io.fairlead.follow;

import io.fairlead.packet.Fragment;
import io.fairlead.packet.Ip;
import io.fairlead.packet.Octets;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Step;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The datagrams of a conversation; those that IP has cut are put together. For one thread. */
final class FollowedDatagrams {
    private static final int HEADER_BYTES = 8;

    /** After so long a receiver has given up the rest, and its number may be another's (ip(7)). */
    private static final long WAIT_NS_MAX = 30_000_000_000L;

    /** Datagrams of which pieces are still awaited; the key is what their pieces share. */
    private final Map<Key, Assembly> incomplete = new LinkedHashMap<>();

    private long clientOffset;
    private long serverOffset;

    private record Key(boolean fromClient, long id) {}

    /** A datagram in pieces. */
    private static final class Assembly {
        /** By the place in the datagram of their first byte. */
        private final TreeMap<Integer, Octets> pieces = new TreeMap<>();

        private int bytes = -1;
        private long lastNs;

        boolean isWhole() {
            int end = 0;
            for (Map.Entry<Integer, Octets> piece : pieces.entrySet()) {
                if (piece.getKey() > end) return false;
                end = Math.max(end, piece.getKey() + piece.getValue().length());
            }
            return bytes >= 0 && end >= bytes;
        }
    }

    void first(Step step, Ip ip, UdpDatagram datagram, List<Stretch> to) {
        Key key = new Key(step.fromClient(), ip.id());
        Assembly assembly = ip.moreFragments() ? awaited(key, step, to) : new Assembly();
        assembly.lastNs = step.frame().timeNs();
        assembly.pieces.put(0, datagram.payload());
        assembly.bytes = datagram.payloadBytes();
        if (!ip.moreFragments() || assembly.isWhole()) give(key, assembly, to);
    }

    void piece(Step step, Ip ip, Fragment piece, List<Stretch> to) {
        Key key = new Key(step.fromClient(), ip.id());
        Assembly assembly = awaited(key, step, to);
        assembly.lastNs = step.frame().timeNs();
        assembly.pieces.put(ip.fragmentOffset() - HEADER_BYTES, piece.octets());
        if (assembly.isWhole()) give(key, assembly, to);
    }

    /** What the piece belongs to; what has waited for too long is given out before it. */
    private Assembly awaited(Key key, Step step, List<Stretch> to) {
        Assembly known = incomplete.get(key);
        if (known != null && step.frame().timeNs() - known.lastNs > WAIT_NS_MAX) {
            give(key, known, to);
        }
        return incomplete.computeIfAbsent(key, _ -> new Assembly());
    }

    private void give(Key key, Assembly assembly, List<Stretch> to) {
        incomplete.remove(key, assembly);
        boolean fromClient = key.fromClient();
        long timeNs = assembly.lastNs;
        long base = fromClient ? clientOffset : serverOffset;
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        int next = 0;
        int begun = 0;
        for (Map.Entry<Integer, Octets> piece : assembly.pieces.entrySet()) {
            int at = piece.getKey();
            if (at > next) {
                if (run.size() > 0) to.add(written(fromClient, timeNs, base + begun, run));
                to.add(new Stretch.Gap(fromClient, timeNs, base + next, at - next));
                next = at;
                begun = at;
            }
            int end = at + piece.getValue().length();
            if (end > next) run.writeBytes(piece.getValue().from(next - at).toArray());
            next = Math.max(next, end);
        }
        // An empty datagram is something that was written, too.
        if (run.size() > 0 || assembly.bytes == 0) {
            to.add(written(fromClient, timeNs, base + begun, run));
        }
        int bytes = Math.max(assembly.bytes, next);
        if (bytes > next) to.add(new Stretch.Gap(fromClient, timeNs, base + next, bytes - next));
        if (fromClient) {
            clientOffset += bytes;
        } else {
            serverOffset += bytes;
        }
    }

    /** What has been put together; the run is empty then. */
    private static Stretch written(
            boolean fromClient, long timeNs, long offset, ByteArrayOutputStream run) {
        Octets octets = Octets.of(run.toByteArray());
        run.reset();
        return new Stretch.Written(fromClient, timeNs, offset, octets);
    }

    void end(List<Stretch> to) {
        new LinkedHashMap<>(incomplete).forEach((key, assembly) -> give(key, assembly, to));
    }
}
