package io.fairlead.cli.serve;

import io.fairlead.chat.Chat;
import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ChatKind;
import io.fairlead.cli.serve.kind.ChatSettings;
import io.fairlead.cli.serve.kind.ClassicOffers;
import io.fairlead.cli.serve.kind.ProgramKind;
import io.fairlead.cli.serve.kind.ProgramSettings;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.restart.Handover;
import io.fairlead.server.Model;
import io.fairlead.supervise.Supervisor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code fairlead serve}, from the first line to the last.
 *
 * @param shell what the process got
 * @param plan how everything is served
 * @param chatSettings for the chat, if one of its doors is served
 * @param programSettings for the services that put programs to work
 * @param format of the output
 * @param quiet whether clients that come and go are left out
 * @param ending how it ends
 */
record ServeRun(
        Shell shell,
        ServePlan plan,
        ChatSettings chatSettings,
        ProgramSettings programSettings,
        LogFormat format,
        boolean quiet,
        RunEnd ending) {
    /** Serves until a signal comes; none of {@code offers} means all that can be had. */
    ExitCode run(List<ServiceOffer> offers) throws Exception {
        ServedList served = new ServedList();
        AtomicReference<StopSignal> stop = new AtomicReference<>();
        EventCounts counts = new EventCounts();
        LogWriter writer =
                new LogWriter(
                        shell,
                        format,
                        counts,
                        served::status,
                        () -> readerGone(Objects.requireNonNull(stop.get())));
        Log log = new Log(format, quiet, counts, writer::write);
        stop.set(new StopSignal(shell, () -> DrainLog.cut(log, writer, served.connections())));
        ExitCode code;
        OpenPrograms programs = new OpenPrograms(shell, programSettings, offers, log);
        if (!programs.warning().isEmpty()) shell.say(programs.warning());
        Runnable onFailure = () -> stop.get().stop(ExitCode.FAILED);
        try (Supervisor supervisor = Supervisor.of(shell.environment());
                Handover handover = ending.begin(shell);
                Opening opening = new Opening(plan, log, shell, chat(offers), programs)) {
            Runnable reload = () -> reload(supervisor, served, log);
            if (plan.hasFiles()) shell.signals().on("HUP", reload);
            opening.onFailure(onFailure);
            open(served, opening, offers);
            for (Served one : served.all()) programs.opened(one);
            warn(served.all().size());
            closeUnused();
            List<String> more = isChat(offers) ? List.of(chatSettings.words()) : List.of();
            FirstLines.of(plan, opening.used(), served.all(), format, more).forEach(writer::write);
            writer.start();
            RunEnd.ready(handover, served, supervisor, log, stop.get());
            supervisor.ready(served.brief());
            supervisor.watch(served::brief);
            code = stop.get().await();
            ending.end(handover, served, supervisor, log, stop.get());
        }
        writer.close();
        return code;
    }

    private static void reload(Supervisor supervisor, ServedList served, Log log) {
        supervisor.reloading();
        served.reload(log);
        supervisor.ready(served.brief());
    }

    private @Nullable Chat chat(List<ServiceOffer> offers) throws CommandException {
        return isChat(offers) ? chatSettings.open(shell) : null;
    }

    private static boolean isChat(List<ServiceOffer> offers) {
        return offers.stream().anyMatch(offer -> offer.service() instanceof ChatKind);
    }

    private void readerGone(StopSignal stop) {
        if (stop.stop(ExitCode.FAILED)) shell.say("the reader of the output is gone; ending");
    }

    private void open(ServedList served, Opening opening, List<ServiceOffer> offers)
            throws Exception {
        if (!offers.isEmpty()) {
            for (ServiceOffer offer : offers) {
                if (offer.equals(usual(offer))) Opening.makeDirectory(offer);
            }
            served.openAll(opening, offers);
            return;
        }
        List<ServiceOffer> all = ClassicOffers.all(shell);
        if (plan.model().hasProcesses()) {
            all.removeIf(ServiceOffer::isUdp);
            shell.say("nothing is served over UDP: datagrams cannot be handed to processes");
        }
        served.openSome(opening, all, shell);
        if (served.all().isEmpty()) {
            throw new CommandException(
                    ExitCode.ADDRESS, "nothing could be served; try fairlead serve echo=0");
        }
    }

    /** A socket whose place nobody named has a directory of its own. */
    private @Nullable ServiceOffer usual(ServiceOffer offer) {
        return offer.service() == ProgramKind.COMMANDS
                ? offer.service().usualOffers(shell).getFirst()
                : null;
    }

    /** Who connects to a socket that nobody serves would wait for ever. */
    private void closeUnused() {
        for (String socket : GivenSockets.here().closeUnused()) {
            shell.say(
                    "warning: closed "
                            + socket
                            + ", which was given and is not served; write SERVICE="
                            + socket.substring(0, socket.indexOf(' ')));
        }
    }

    private void warn(int endpoints) {
        if (plan.model() != Model.POLLING || endpoints < 2) return;
        shell.say(
                String.format(
                                Locale.ROOT,
                                "warning: --model polling keeps a processor busy for"
                                        + " each of %d endpoints; name",
                                endpoints)
                        + " one service");
    }
}
