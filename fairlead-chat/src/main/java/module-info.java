/** Chat rooms with doors for plain lines, datagrams and IRC; sees the core's exported API alone. */
@org.jspecify.annotations.NullMarked
module io.fairlead.chat {
    requires transitive io.fairlead.core;
    requires transitive java.sql;
    requires static org.jspecify;
    requires com.ibm.icu;

    exports io.fairlead.chat;
    exports io.fairlead.chat.door;
    exports io.fairlead.chat.history;
    exports io.fairlead.chat.name;
    exports io.fairlead.chat.room;
}
