package io.fairlead.cli.serve;

import io.fairlead.chat.Chat;
import io.fairlead.cli.CommandException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ChatKind;
import io.fairlead.cli.serve.kind.ClassicKind;
import io.fairlead.cli.serve.kind.PrivateDirectory;
import io.fairlead.cli.serve.kind.ProgramKind;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Service;
import io.fairlead.services.Delayed;
import io.fairlead.services.OneAnswer;
import io.fairlead.services.ReflectionGuard;
import io.fairlead.services.ReflectionGuard.ReplyLength;
import io.fairlead.services.ServiceOptions;
import io.fairlead.services.Shipped;
import io.fairlead.services.Unanswered;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens one offer after the other; in the end, closes what they share. For one thread. */
final class Opening implements AutoCloseable {
    private final Log log;
    private final ServePlan plan;
    private final Shell shell;
    private Model used;
    // What comes from one of our own UDP ports is not answered, whatever the port is.
    private final Set<Integer> udpPorts = ConcurrentHashMap.newKeySet();

    private final @Nullable Chat chat;
    private final OpenPrograms programs;
    private Runnable onFailure = () -> {};

    /**
     * @param chat whose doors are opened; null if none of them is
     * @param programs what is served of them
     */
    Opening(ServePlan plan, Log log, Shell shell, @Nullable Chat chat, OpenPrograms programs) {
        this.log = log;
        this.shell = shell;
        used = plan.model();
        this.chat = chat;
        this.programs = programs;
        ServiceOptions options = plan.options();
        this.plan =
                plan.withOptions(
                        options.withPrint(this::print)
                                .withUnanswered(this::unanswered)
                                .withServedPorts(port ->
                                        udpPorts.contains(port)
                                                || options.servedPorts().test(port)));
    }

    /** Has {@code call} called when an offer is not served any more; before any is opened. */
    void onFailure(Runnable call) {
        onFailure = call;
    }

    private void print(String line) {
        log.event(LogEvent.of("printed", "greet: " + line).with("text", line));
    }

    private void wide(ServiceOffer offer, String encoding) {
        String name = offer.service().word();
        log.event(
                LogEvent.of(
                                "wide_text",
                                "%s: what a client sent looks like %s text; --encoding %s reads it"
                                        .formatted(
                                                name, encoding.toUpperCase(Locale.ROOT), encoding))
                        .with("service", name)
                        .with("encoding", encoding));
    }

    private void unanswered(Unanswered unanswered) {
        String wayOut =
                switch (unanswered.why()) {
                    case SERVICE_PORT -> "";
                    case SOURCE_RATE, TOTAL_RATE -> "; --answer-rate sets the limit";
                    case LONG_REPLY -> "; --rfc-udp allows it";
                };
        log.event(
                LogEvent.of("unanswered", "udp: " + unanswered.words() + wayOut)
                        .with("why", unanswered.why().name().toLowerCase(Locale.ROOT))
                        .with("count", unanswered.count())
                        .with("peer", Endpoint.describe(unanswered.last())));
    }

    /** The model that serves: the one that was asked for, unless this machine lacks it. */
    Model used() {
        return used;
    }

    private void fellBack(Model instead, String reason) {
        if (used == instead) return; // said for another endpoint
        used = instead;
        shell.say(
                "warning: --model %s is not available: %s; using %s (fairlead doctor tells more)"
                        .formatted(plan.model().word(), reason, instead.word()));
    }

    /** Serves one offer. */
    Served open(ServiceOffer offer) throws NetException {
        Journal journal = new Journal(log, offer.endpoint(), this::fellBack, onFailure);
        ServerBuilder builder =
                Server.at(offer.endpoint())
                        .codec(plan.codecOf(offer))
                        .model(plan.model())
                        .loops(plan.loops())
                        .limits(offer.service().limits(plan.limits()))
                        .datagrams(plan.receiving().at(offer.endpoint()))
                        .tls(plan.tls())
                        .access(plan.access())
                        .observer(journal);
        if (plan.proxies() != null) builder.proxyProtocol(plan.proxies());
        if (plan.workers() > 0) builder.workers(plan.workers());
        Served one = serve(offer, builder);
        journal.bound(one.server().endpoint());
        if (offer.isUdp()) {
            udpPorts.add(one.server().port());
            plan.receiving().warn(one.server().datagrams().receiveBufferBytes(), shell);
        }
        return one;
    }

    private Served serve(ServiceOffer offer, ServerBuilder builder) throws NetException {
        if (offer.service() == ProgramKind.EXEC && plan.model() == Model.PROCESS) {
            return new Served(offer, builder.execute(programs.program()), null);
        }
        Service service = service(offer);
        if (plan.closing()) service = new OneAnswer(service);
        if (offer.service().takesEncoding() && !offer.isUdp() && plan.encoding() == null) {
            service = new WideTextNotice(service, text -> wide(offer, text));
        }
        if (plan.delay() == null) return new Served(offer, builder.serve(service), null);
        Delayed delayed = new Delayed(service, plan.delay());
        return new Served(offer, builder.serve(delayed), delayed);
    }

    private Service service(ServiceOffer offer) {
        return switch (offer.service()) {
            case ClassicKind(Shipped shipped) when offer.isUdp() ->
                    shipped.datagramService(plan.options());
            case ClassicKind(Shipped shipped) -> shipped.service(plan.options());
            case ProgramKind _ when offer.isUdp() ->
                    new ReflectionGuard(programs.service(offer), ReplyLength.ANY, plan.options());
            case ProgramKind _ -> programs.service(offer);
            case ChatKind kind ->
                    kind.door(offer.endpoint().scheme()).service(Objects.requireNonNull(chat));
        };
    }

    /** Closes what several offers share, after the last of them has ended. */
    @Override
    public void close() {
        if (chat != null) chat.close();
        programs.close();
    }

    /** Makes the directory of a socket that nobody asked for by name. */
    static void makeDirectory(ServiceOffer offer) throws CommandException {
        if (offer.endpoint().scheme() != Endpoint.Scheme.UNIX) return;
        Path directory = Path.of(offer.endpoint().path()).getParent();
        if (directory != null) PrivateDirectory.make(directory);
    }
}
