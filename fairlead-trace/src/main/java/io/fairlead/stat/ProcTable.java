package io.fairlead.stat;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.diag.ProcNetRow;
import io.fairlead.stat.KernelSocket.Identity;
import io.fairlead.stat.KernelSocket.Queues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sockets as the tables in {@code /proc/net} tell them, where the kernel or a sandbox has no
 * sock_diag: without backlogs, drops and what TCP measured. For one thread.
 *
 * @param net the folder of the tables
 */
record ProcTable(Path net) {
    private static final int CONNECTING = 2; // enum socket_state of linux/net.h
    private static final int CONNECTED = 3;

    /** Adds the sockets of one scheme. */
    void read(String scheme, List<KernelSocket> sockets) throws IOException {
        if (scheme.equals("unix")) {
            rows("unix", sockets, ProcTable::unixOrRemainder);
            return;
        }
        SocketProtocol protocol = scheme.equals("tcp") ? SocketProtocol.TCP : SocketProtocol.UDP;
        rows(scheme, sockets, line -> Stream.of(inet(protocol, line)));
        if (Files.exists(net.resolve(scheme + "6"))) {
            rows(scheme + "6", sockets, line -> Stream.of(inet(protocol, line)));
        }
    }

    private void rows(
            String table, List<KernelSocket> sockets, Function<String, Stream<KernelSocket>> parse)
            throws IOException {
        // Paths are bytes, which ISO 8859-1 keeps.
        try (Stream<String> lines = Files.lines(net.resolve(table), StandardCharsets.ISO_8859_1)) {
            lines.skip(1).flatMap(parse).forEach(sockets::add);
        }
    }

    private static KernelSocket inet(SocketProtocol protocol, String line) {
        ProcNetRow.Inet row = ProcNetRow.inet(line);
        boolean listens = row.state() == InetConstants.TCP_LISTEN;
        long room = listens ? KernelSocket.UNTOLD : row.queues().send();
        return new KernelSocket(
                protocol,
                SocketState.of(row.state(), protocol),
                End.of(row.local(), true),
                End.of(row.remote(), true),
                new Queues(row.queues().receive(), room, KernelSocket.UNTOLD),
                SocketTimer.of(row.timer().kind(), row.timer().ms(), row.timer().tries()),
                new Identity(row.inode(), 0, row.uid(), 0),
                null);
    }

    /** A name with a line feed is there as it is: what follows the line feed is no row. */
    private static Stream<KernelSocket> unixOrRemainder(String line) {
        try {
            return Stream.of(unix(line));
        } catch (RuntimeException remainder) {
            return Stream.empty();
        }
    }

    private static KernelSocket unix(String line) {
        ProcNetRow.Unix row = ProcNetRow.unix(line);
        SocketProtocol protocol = DiagTable.protocol(row.type());
        SocketState state =
                row.listens()
                        ? SocketState.LISTEN
                        : switch (row.state()) {
                            case CONNECTING -> SocketState.SYN_SENT;
                            case CONNECTED -> SocketState.ESTABLISHED;
                            default -> SocketState.UNCONNECTED;
                        };
        return new KernelSocket(
                protocol,
                state,
                row.path().isEmpty() ? End.NONE : End.named(row.path()),
                End.NONE,
                new Queues(KernelSocket.UNTOLD, KernelSocket.UNTOLD, KernelSocket.UNTOLD),
                SocketTimer.NONE,
                new Identity(row.inode(), 0, -1, 0),
                null);
    }
}
