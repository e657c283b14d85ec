/**
 * Fairlead's core: services, framing, sessions, concurrency models and clients.
 *
 * <p>Needs nothing at run time but the JDK and {@code io.fairlead.posix}, its own way into libc.
 * {@code io.fairlead.session}, {@code io.fairlead.connection} and the rooms of {@code
 * io.fairlead.server} but {@code report} are behind the API and are not exported.
 */
@org.jspecify.annotations.NullMarked
module io.fairlead.core {
    requires io.fairlead.posix;
    requires jdk.management;
    requires jdk.net;
    requires static org.jspecify;

    exports io.fairlead.client;
    exports io.fairlead.frame;
    exports io.fairlead.net;
    exports io.fairlead.probe;
    exports io.fairlead.program;
    exports io.fairlead.server;
    exports io.fairlead.server.report;
    exports io.fairlead.service;
}
