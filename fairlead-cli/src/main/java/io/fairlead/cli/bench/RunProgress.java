package io.fairlead.cli.bench;

import io.fairlead.cli.Shell;
import io.fairlead.cli.bench.page.Units;
import io.fairlead.load.Load;
import io.fairlead.load.result.Interval;
import java.util.concurrent.TimeUnit;

/** How a run goes, on standard error: one line that changes on a terminal, else a line a second. */
final class RunProgress {
    private static final String START_OF_LINE = "\r\u001b[K";

    private final Shell shell;
    private final Load load;
    private final boolean quiet;
    private final boolean live;

    RunProgress(Shell shell, Load load, boolean quiet) {
        this.shell = shell;
        this.load = load;
        this.quiet = quiet;
        live = shell.isTerminal(Shell.Stream.ERR) && !shell.isDumb();
    }

    void interval(Interval interval) {
        if (quiet) return;
        if (live) {
            shell.err().print(START_OF_LINE + line(interval));
            shell.err().flush();
        } else {
            shell.err().println(line(interval));
        }
    }

    /** Makes way for the result. */
    void end() {
        if (live && !quiet) {
            shell.err().print(START_OF_LINE);
            shell.err().flush();
        }
    }

    private String line(Interval interval) {
        StringBuilder line = new StringBuilder();
        switch (interval.phase()) {
            case CONNECT -> line.append("connecting");
            case WARM_UP -> line.append("warm-up");
            case MEASURE ->
                    line.append(seconds(interval.atNs()))
                            .append('/')
                            .append(seconds(load.duration().toNanos()))
                            .append(" s");
        }
        line.append("  ").append(Units.count(interval.connected())).append(" connected");
        if (interval.phase() != Interval.Phase.CONNECT) line.append(rates(interval));
        if (interval.latency().count() > 0) {
            line.append("  p50 ").append(Units.time(interval.latency().percentileNs(50)));
            line.append("  p99 ").append(Units.time(interval.latency().percentileNs(99)));
        }
        if (interval.faults() > 0) line.append("  faults ").append(interval.faults());
        return line.toString();
    }

    private String rates(Interval interval) {
        StringBuilder rates = new StringBuilder();
        if (load.kind().isUnanswered()) {
            double perSecond = interval.receivedPerSecond();
            rates.append("  ").append(Units.bits(perSecond)).append(" received");
        }
        if (load.kind() != Load.Kind.IDLE && load.kind() != Load.Kind.REVERSE) {
            double perSecond = interval.messagesPerSecond();
            rates.append("  ").append(Units.count(perSecond)).append(" messages/s");
        }
        return rates.toString();
    }

    private static long seconds(long ns) {
        return Math.round((double) ns / TimeUnit.SECONDS.toNanos(1));
    }
}
