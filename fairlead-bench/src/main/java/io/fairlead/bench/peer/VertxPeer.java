package io.fairlead.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Vert.x 5: {@code VertxPeer ROLE}. The NetServer, on the native transport that it prefers. One
 * context, so one event loop. Failed writes close their socket; the futures say nothing new.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class VertxPeer {
    private static final String HOST = "127.0.0.1";

    /** Used on the one event loop alone. */
    private final Set<NetSocket> everybody = new LinkedHashSet<>();

    private VertxPeer() {}

    /** Serves until it is killed. */
    public static void main(String[] args) {
        Role role = Role.of(args[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            Ready.refused("no native transport: " + vertx.unavailableNativeTransportCause());
            vertx.close();
            return;
        }
        if (role == Role.UDP) datagrams(vertx);
        else new VertxPeer().streams(vertx, role);
    }

    private void streams(Vertx vertx, Role role) {
        NetServerOptions options = new NetServerOptions().setAcceptBacklog(Role.BACKLOG);
        vertx.createNetServer(options)
                .connectHandler(socket -> serve(socket, role))
                .listen(0, HOST)
                .onSuccess(server -> Ready.at(server.actualPort()))
                .onFailure(error -> Ready.refused(error.toString()));
    }

    private void serve(NetSocket socket, Role role) {
        // Without one, each connection that the generator leaves is a stack trace in the log.
        socket.exceptionHandler(error -> {});
        switch (role) {
            case ECHO -> socket.handler(socket::write);
            case UPPER ->
                    RecordParser.newDelimited("\n", socket)
                            .handler(line ->
                                    socket.write(line.toString().toUpperCase(Locale.ROOT) + "\n"));
            case FRAMES -> frames(socket);
            case FANOUT -> fanout(socket);
            default -> throw new IllegalArgumentException(role.word() + " has no sockets");
        }
    }

    private static void frames(NetSocket socket) {
        RecordParser parser = RecordParser.newFixed(4, socket);
        parser.handler(
                new io.vertx.core.Handler<Buffer>() {
                    private boolean header = true;

                    @Override
                    public void handle(Buffer bytes) {
                        if (header) {
                            parser.fixedSizeMode(bytes.getInt(0));
                        } else {
                            socket.write(
                                    Buffer.buffer(4 + bytes.length())
                                            .appendInt(bytes.length())
                                            .appendBuffer(bytes));
                            parser.fixedSizeMode(4);
                        }
                        header = !header;
                    }
                });
    }

    private void fanout(NetSocket socket) {
        everybody.add(socket);
        socket.closeHandler(nothing -> everybody.remove(socket));
        socket.handler(message -> everybody.forEach(member -> member.write(message)));
    }

    private static void datagrams(Vertx vertx) {
        DatagramSocket socket = vertx.createDatagramSocket();
        socket.handler(packet ->
                socket.send(packet.data(), packet.sender().port(), packet.sender().host()));
        socket.listen(0, HOST)
                .onSuccess(bound -> Ready.at(bound.localAddress().port()))
                .onFailure(error -> Ready.refused(error.toString()));
    }
}
