package io.fairlead.bench.peer;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import io.fairlead.services.Echo;
import io.fairlead.services.Upper;
import io.fairlead.services.relay.Relay;
import io.fairlead.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Fairlead itself: {@code FairleadPeer MODEL service|handler ROLE [PORT OF THE ORIGIN [FOLDER OF
 * THE CERTIFICATE]]}.
 */
public final class FairleadPeer {
    /** More connections than the matrix opens, buffers for all, and time for them to be idle. */
    private static final Limits LIMITS =
            Limits.builder()
                    .connectionsMax(20_000)
                    .bufferBytesTotal(1L << 30)
                    .poolThreads(1_024)
                    .backlog(Role.BACKLOG)
                    .idleTimeout(Duration.ofHours(1))
                    .build();

    private FairleadPeer() {}

    /** Serves until it is told to end. */
    public static void main(String[] args) throws Exception {
        Model model = Model.valueOf(args[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        Role role = Role.of(args[2]);
        if (role == Role.RELAY) {
            relay(model, args[3]);
            return;
        }
        String scheme =
                switch (role) {
                    case UDP -> "udp";
                    case TLS -> "tls";
                    default -> "tcp";
                };
        ServerBuilder builder =
                Server.at(scheme + "://127.0.0.1:0").model(model).codec(codec(role)).limits(LIMITS);
        if (role == Role.TLS) {
            Path files = Path.of(args[4]);
            Path certificate = files.resolve("cert.pem");
            builder.tls(TlsOptions.certificate(certificate, files.resolve("key.pem")));
        }
        try (Server server = start(builder, args[1].equals("handler"), role)) {
            Ready.at(server.port());
            server.awaitClose();
        } catch (IllegalArgumentException e) {
            Ready.refused(String.valueOf(e.getMessage()));
        }
    }

    private static void relay(Model model, String originPort) throws Exception {
        try (Relay relay =
                Relay.at("tcp://127.0.0.1:0")
                        .to("tcp://127.0.0.1:" + originPort)
                        .model(model)
                        .limits(LIMITS)
                        .start()) {
            Ready.at(relay.endpoint().port());
            relay.awaitClose();
        }
    }

    private static Server start(ServerBuilder builder, boolean handler, Role role)
            throws NetException {
        return handler ? builder.converse(handler(role)) : builder.serve(service(role));
    }

    private static Codec codec(Role role) {
        return switch (role) {
            case UPPER -> Codec.lines();
            case FRAMES -> Codec.lengthPrefixed(4).maxBytes(Role.FRAME_BYTES_MAX);
            default -> Codec.raw();
        };
    }

    private static Service service(Role role) {
        return switch (role) {
            case UPPER -> new Upper();
            case FANOUT -> new Fanout();
            default -> new Echo();
        };
    }

    private static Handler handler(Role role) {
        Codec codec = codec(role);
        return switch (role) {
            case ECHO, FRAMES, TLS -> connection -> echo(connection, codec);
            case UPPER -> FairleadPeer::upper;
            default -> throw new IllegalArgumentException(role.word() + " is for a Service");
        };
    }

    private static void echo(Connection connection, Codec codec) throws IOException {
        for (Frame frame; (frame = connection.readFrame(codec)) != null; ) {
            connection.writeFrame(codec, frame);
        }
    }

    private static void upper(Connection connection) throws IOException {
        for (String line; (line = connection.readLine()) != null; ) {
            connection.writeLine(line.toUpperCase(Locale.ROOT));
        }
    }
}
