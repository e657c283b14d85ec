package io.fairlead.cli.trace;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.stat.SocketTable;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Figures;
import io.fairlead.trace.SampledSockets;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is done where this user may not capture: the sockets are looked at again and again. For one
 * thread; a signal ends it from another.
 */
final class Sampling {
    private static final int EVERY_MS = 50;
    private static final String HELP =
            """
            this user may not capture packets: that needs CAP_NET_RAW. Any of these gives it:
              sudo setpriv --reuid $(id -u) --regid $(id -g) --init-groups \\
                --inh-caps +net_raw --ambient-caps +net_raw ./fairlead trace ...
              sudo tcpdump -i any -U -w - port N | ./fairlead trace --pcap -
              unshare -rn        a network of your own, without any privilege
              docker run --cap-add NET_RAW ...
            looking at the sockets every 50 ms instead: their states, bytes and repetitions.
            What that cannot show: single packets, their flags and numbers, resets, windows between
            two looks, a connection shorter than that, UDP, and the other end unless it is here.
            """;

    private final Shell shell;
    private final SourceOptions source;
    private final SampledSockets sockets;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable ExitCode code;

    Sampling(Shell shell, SourceOptions source, ConversationFilter filter) {
        this.shell = shell;
        this.source = source;
        sockets = new SampledSockets(filter);
    }

    /** Whether there is something to look at: Linux, and not UDP alone. */
    static boolean isPossible() {
        return new SocketTable().isSupported();
    }

    /** Looks until a signal, or {@code --duration}, ends it. */
    ExitCode run() throws IOException, InterruptedException {
        shell.say(HELP.stripTrailing());
        shell.signals().on("INT", () -> end(ExitCode.INTERRUPTED));
        shell.signals().on("TERM", () -> end(ExitCode.OK));
        SocketTable table = new SocketTable();
        long startNs = System.nanoTime();
        long mostNs = source.duration == null ? Long.MAX_VALUE : source.duration.toNanos();
        boolean stopped = false;
        while (!stopped && System.nanoTime() - startNs < mostNs) {
            String time = Figures.seconds(System.nanoTime() - startNs);
            for (String line : sockets.changes(table.read(Set.of("tcp")))) {
                shell.print("%10s  %s%n".formatted(time, line));
            }
            stopped = stop.await(EVERY_MS, TimeUnit.MILLISECONDS);
        }
        // What was asked for was not to be had: a script should know.
        return code == ExitCode.INTERRUPTED ? ExitCode.INTERRUPTED : ExitCode.PERMISSION;
    }

    private void end(ExitCode with) {
        code = with;
        stop.countDown();
    }
}
