package io.fairlead.testkit;

import io.fairlead.server.ServerObserver;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of a network that have ended, each on both ends. */
final class EndReports implements ServerObserver {
    /** Those that neither a program nor its peer has meant. */
    private static final Set<CloseReason> CUTS =
            EnumSet.of(
                    CloseReason.NO_MEMORY,
                    CloseReason.IDLE,
                    CloseReason.HANDSHAKE_TIMEOUT,
                    CloseReason.PROXY_TIMEOUT,
                    CloseReason.FIRST_BYTE_TIMEOUT,
                    CloseReason.FRAME_TIMEOUT,
                    CloseReason.WRITE_TIMEOUT,
                    CloseReason.TOO_SLOW,
                    CloseReason.LIFETIME,
                    CloseReason.CUT);

    private final List<ConnectionReport> reports = new ArrayList<>();

    @Override
    public void onClosed(ConnectionReport connection) {
        reports.add(connection);
    }

    List<ConnectionReport> reports() {
        return reports;
    }

    /** True if the connection of this client, which has ended for this reason, was cut. */
    boolean wereCuts(SocketAddress client, @Nullable CloseReason reason) {
        if (reason != null && CUTS.contains(reason)) return true;
        for (ConnectionReport end : reports) {
            if (client.equals(end.remoteAddress()) && CUTS.contains(end.reason())) return true;
        }
        return false;
    }

    /** Throws what a service has thrown, which ends its connection and would not be seen. */
    void failIfAnyThrew() {
        for (ConnectionReport end : reports) {
            if (!end.serviceFailed()) continue;
            String message =
                    "a service or codec has thrown, at the connection from "
                            + end.remoteAddress()
                            + " to "
                            + end.endpoint();
            throw new AssertionError(message, end.failure());
        }
    }
}
