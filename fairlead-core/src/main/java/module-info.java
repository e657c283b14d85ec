/**
 * Fairlead's core: services, framing, sessions, concurrency models and clients.
 *
 * <p>Needs nothing at run time but the JDK and {@code io.fairlead.posix}, its own way into libc.
 * The packages that are exported to all are the API; the others may change at any time. {@code
 * io.fairlead.net.text} and {@code io.fairlead.net.socket} are shared with Fairlead's own modules.
 */
@org.jspecify.annotations.NullMarked
module io.fairlead.core {
    requires io.fairlead.posix;
    requires jdk.management;
    requires jdk.net;
    requires static org.jspecify;

    exports io.fairlead.access;
    exports io.fairlead.client;
    exports io.fairlead.client.call;
    exports io.fairlead.client.pool;
    exports io.fairlead.client.raw to
            io.fairlead.cli;
    exports io.fairlead.connection to
            io.fairlead.testkit;
    exports io.fairlead.frame;
    exports io.fairlead.net;
    exports io.fairlead.net.given to
            io.fairlead.cli;
    exports io.fairlead.net.socket to
            io.fairlead.cli,
            io.fairlead.learn,
            io.fairlead.load,
            io.fairlead.testkit;
    exports io.fairlead.net.text to
            io.fairlead.chat,
            io.fairlead.cli,
            io.fairlead.exec,
            io.fairlead.lab,
            io.fairlead.learn,
            io.fairlead.load,
            io.fairlead.services,
            io.fairlead.trace;
    exports io.fairlead.probe;
    exports io.fairlead.program;
    exports io.fairlead.proxy;
    exports io.fairlead.restart;
    exports io.fairlead.server;
    exports io.fairlead.server.blocking to
            io.fairlead.testkit;
    exports io.fairlead.server.datagram to
            io.fairlead.testkit;
    exports io.fairlead.server.host to
            io.fairlead.testkit;
    exports io.fairlead.server.loop to
            io.fairlead.testkit;
    exports io.fairlead.server.pooled to
            io.fairlead.testkit;
    exports io.fairlead.server.report;
    exports io.fairlead.server.site to
            io.fairlead.testkit;
    exports io.fairlead.service;
    exports io.fairlead.session to
            io.fairlead.testkit;
    exports io.fairlead.supervise;
    exports io.fairlead.tls;
    exports io.fairlead.tls.issue to
            io.fairlead.cli,
            io.fairlead.lab;
    exports io.fairlead.tls.key to
            io.fairlead.cli,
            io.fairlead.lab;
    exports io.fairlead.tls.keylog to
            io.fairlead.lab;
    exports io.fairlead.tls.layer to
            io.fairlead.load;
}
