/** What every socket of this machine does, and what really goes over the wire. */
@org.jspecify.annotations.NullMarked
module io.fairlead.trace {
    requires transitive io.fairlead.core;
    requires io.fairlead.posix;
    requires static transitive org.jspecify;

    exports io.fairlead.explain;
    exports io.fairlead.stat;
}
