/** What every socket of this machine does, and what really goes over the wire. */
@org.jspecify.annotations.NullMarked
module io.fairlead.trace {
    requires transitive io.fairlead.core;
    requires io.fairlead.posix;
    requires static org.jspecify;

    exports io.fairlead.explain;
    exports io.fairlead.follow;
    exports io.fairlead.ladder;
    exports io.fairlead.packet;
    exports io.fairlead.packet.tls;
    exports io.fairlead.payload;
    exports io.fairlead.payload.tls;
    exports io.fairlead.pcap;
    exports io.fairlead.stat;
    exports io.fairlead.stream;
    exports io.fairlead.trace;
}
