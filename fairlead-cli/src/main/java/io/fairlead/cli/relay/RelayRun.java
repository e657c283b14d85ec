package io.fairlead.cli.relay;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.DrainLog;
import io.fairlead.cli.serve.EventCounts;
import io.fairlead.cli.serve.Log;
import io.fairlead.cli.serve.LogEvent;
import io.fairlead.cli.serve.LogFormat;
import io.fairlead.cli.serve.LogWriter;
import io.fairlead.cli.serve.StopSignal;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Printable;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.report.ServerStats;
import io.fairlead.services.relay.Relay;
import io.fairlead.services.relay.RelayBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code fairlead relay}, from the first line to the last.
 *
 * @param shell what the process got
 * @param listen where clients connect
 * @param control where the faults are changed; null for nowhere
 * @param model that was asked for
 * @param output what is written, and how long the end may take
 */
record RelayRun(
        Shell shell, Endpoint listen, @Nullable Endpoint control, Model model, Output output) {
    /**
     * @param format of the log
     * @param quiet whether clients that come and go are left out
     * @param drainTimeout for what is in flight at the end
     */
    record Output(LogFormat format, boolean quiet, Duration drainTimeout) {}

    /**
     * Relays until a signal comes.
     *
     * @param balance how targets are chosen, in words
     * @param settings how the relay misbehaves at first
     */
    ExitCode run(RelayBuilder builder, String balance, FaultSettings settings) throws Exception {
        AtomicReference<Relay> started = new AtomicReference<>();
        AtomicReference<StopSignal> stop = new AtomicReference<>();
        EventCounts counts = new EventCounts();
        LogWriter writer =
                new LogWriter(
                        shell,
                        output.format(),
                        counts,
                        () -> status(started),
                        () -> readerGone(Objects.requireNonNull(stop.get())));
        Log log = new Log(output.format(), output.quiet(), counts, writer::write);
        stop.set(new StopSignal(shell, () -> DrainLog.cut(log, writer, open(started))));
        RelayJournal journal =
                new RelayJournal(
                        log, listen, this::fellBack, () -> stop.get().stop(ExitCode.FAILED));
        ExitCode code;
        try (Relay relay = builder.observer(journal).start();
                Server _ = control(new FaultControl(relay::faults, settings, log))) {
            started.set(relay);
            journal.bound(relay.endpoint());
            firstLines(relay, balance, settings).forEach(writer::write);
            writer.start();
            code = stop.get().await();
            long open = relay.stats().open();
            DrainLog.drain(log, stop.get(), open, output.drainTimeout(), relay::drain);
        }
        writer.close();
        return code;
    }

    private @Nullable Server control(FaultControl service) throws NetException {
        if (control == null) return null;
        return Server.at(control).codec(Codec.lines()).serve(service);
    }

    private void readerGone(StopSignal stop) {
        if (stop.stop(ExitCode.FAILED)) shell.say("the reader of the output is gone; ending");
    }

    private void fellBack(Model instead, String reason) {
        shell.say(
                "warning: --model %s is not available: %s; using %s (fairlead doctor tells more)"
                        .formatted(model.word(), reason, instead.word()));
    }

    private List<String> firstLines(Relay relay, String balance, FaultSettings settings) {
        String faults = settings.words();
        String at = relay.endpoint().toString();
        String targets =
                relay.targets().stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        boolean unixDatagrams = settings.isDatagrams() && listen.scheme() == Endpoint.Scheme.UNIX;
        String tryIt = "fairlead connect " + (unixDatagrams ? "--datagram " : "") + at;
        if (output.format() == LogFormat.JSON) {
            LogEvent listening =
                    LogEvent.of("listening", "")
                            .with("endpoint", at)
                            .with("targets", targets)
                            .with("balance", balance)
                            .with("model", relay.model())
                            .with("try", tryIt)
                            .with("faults", faults)
                            .with("control", control == null ? "" : control.toString());
            return List.of(LogFormat.JSON.line(listening));
        }
        String way = relay.targets().size() > 1 ? " (" + balance + ")" : "";
        return Stream.of(
                        Printable.of("relay    " + at + "  " + tryIt),
                        Printable.of("to       " + targets + way),
                        control == null
                                ? ""
                                : Printable.of(
                                        "control  " + control + "  fairlead connect " + control),
                        "model " + relay.model() + ". " + manners(settings.isDatagrams()),
                        faults,
                        "Ctrl-C finishes what is in flight and ends.")
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String manners(boolean isDatagrams) {
        return isDatagrams
                ? "A source that falls silent is forgotten."
                : "An end that does not read stops the other one.";
    }

    private static long open(AtomicReference<Relay> started) {
        Relay relay = started.get();
        return relay == null ? 0 : relay.stats().open();
    }

    private static String status(AtomicReference<Relay> started) {
        ServerStats stats = started.get().stats();
        return String.format(Locale.ROOT, "%d open, %d in all", stats.open(), stats.opened());
    }
}
