/** The services that ship with Fairlead; they see the exported API of its core and no more. */
@org.jspecify.annotations.NullMarked
module io.fairlead.services {
    requires transitive io.fairlead.core;
    requires static org.jspecify;

    exports io.fairlead.services;
    exports io.fairlead.services.relay;
}
