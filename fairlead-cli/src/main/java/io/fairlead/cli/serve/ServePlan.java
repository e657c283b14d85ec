package io.fairlead.cli.serve;

import io.fairlead.access.AccessRules;
import io.fairlead.access.CidrBlock;
import io.fairlead.cli.ReceiveOptions;
import io.fairlead.cli.serve.kind.ChatKind;
import io.fairlead.cli.serve.kind.ProgramKind;
import io.fairlead.cli.serve.kind.ServiceKind;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.frame.Codec;
import io.fairlead.frame.LineCodec;
import io.fairlead.net.DatagramOptions;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Limits;
import io.fairlead.services.ServiceOptions;
import io.fairlead.services.TextCodec;
import io.fairlead.tls.TlsOptions;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How everything is served.
 *
 * @param model the concurrency model
 * @param loops event loops that share each port
 * @param limits of each endpoint
 * @param codec for the services that take any; null for their own
 * @param lineBytesMax the longest line, where a service reads lines
 * @param delay what each frame waits; null for nothing
 * @param options for the services
 * @param encoding of the peers' text, where a service reads lines; null for UTF-8
 * @param closing whether a connection is closed after its first answer
 * @param receiving how datagrams are received
 * @param tls how connections to {@code tls://} endpoints are protected
 * @param access which networks may connect
 * @param proxies through which clients come; null if they connect themselves
 * @param workers processes that are kept warm; 0 is as many as suit the model
 */
record ServePlan(
        Model model,
        int loops,
        Limits limits,
        @Nullable Codec codec,
        int lineBytesMax,
        @Nullable Duration delay,
        ServiceOptions options,
        @Nullable Charset encoding,
        boolean closing,
        ReceiveOptions receiving,
        TlsOptions tls,
        AccessRules access,
        @Nullable ProxyRules proxies,
        int workers) {
    /** True if there are files that can be read again. */
    boolean hasFiles() {
        boolean lists = !access.allowFiles().isEmpty() || !access.denyFiles().isEmpty();
        return lists || tls.showsCertificate();
    }

    /** The same with other options for the services. */
    ServePlan withOptions(ServiceOptions other) {
        return new ServePlan(
                model,
                loops,
                limits,
                codec,
                lineBytesMax,
                delay,
                other,
                encoding,
                closing,
                receiving,
                tls,
                access,
                proxies,
                workers);
    }

    /**
     * Checks that {@code offer} can be served like this.
     *
     * @throws IllegalArgumentException if it cannot; the message names the option
     */
    void check(ServiceOffer offer) {
        Codec _ = codecOf(offer);
        checkProcesses(offer);
        DatagramOptions received = receiving.at(offer.endpoint());
        try {
            Server.at(offer.endpoint()).model(model).datagrams(received).loops(loops).check();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--loops: " + e.getMessage(), e);
        }
    }

    private void checkProcesses(ServiceOffer offer) {
        if (!model.hasProcesses()) return;
        if (offer.service() instanceof ChatKind || offer.service() == ProgramKind.COMMANDS) {
            throw new IllegalArgumentException(
                    "--model: %s uses other processes, but the service %s has to stay in one"
                            .formatted(model.word(), offer.service().word()));
        }
        if (!offer.isUdp()) return;
        throw new IllegalArgumentException(
                "--model: %s hands connections to processes, but %s has datagrams; use another"
                        .formatted(model.word(), offer.endpoint()));
    }

    /**
     * How the streams of {@code offer} are cut.
     *
     * @throws IllegalArgumentException if a codec or a delay was asked for and the service takes
     *     none
     */
    Codec codecOf(ServiceOffer offer) {
        ServiceKind service = offer.service();
        if (codec != null && (offer.isUdp() || !service.takesCodec())) {
            throw new IllegalArgumentException(
                    "--codec: %s takes no codec; only echo, discard, ack and upper over streams do"
                            .formatted(service.word() + (offer.isUdp() ? " over UDP" : "")));
        }
        if (delay != null && !service.takesDelay()) {
            throw new IllegalArgumentException("--delay: " + service.word() + " takes none");
        }
        if (closing && (offer.isUdp() || !service.takesCodec())) {
            throw new IllegalArgumentException(
                    "--close: %s does not answer frame by frame over a connection"
                            .formatted(service.word() + (offer.isUdp() ? " over UDP" : "")));
        }
        Codec cut = codec != null ? codec : service.codec(lineBytesMax);
        return encoding == null ? cut : inEncoding(offer, cut, encoding);
    }

    private Codec inEncoding(ServiceOffer offer, Codec cut, Charset wanted) {
        boolean lines = cut instanceof LineCodec;
        boolean text = offer.service().takesEncoding() && !offer.isUdp();
        if (!text || (!lines && !cut.equals(Codec.raw()))) {
            throw new IllegalArgumentException(
                    "--encoding: only ack, greet and upper over streams have an encoding, in lines"
                            + " or with --codec raw");
        }
        try {
            return lines ? TextCodec.lines(wanted, lineBytesMax) : TextCodec.raw(wanted);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--encoding: " + e.getMessage(), e);
        }
    }

    /** How the streams of {@code offer} are cut, if it is not as usual; otherwise null. */
    @Nullable Codec chosenCodec(ServiceOffer offer) {
        return codec == null && encoding == null ? null : codecOf(offer);
    }

    /**
     * The model.
     *
     * @param used the model that serves: the one that was asked for, unless this machine lacks it
     */
    String words(Model used) {
        String instead =
                used == model
                        ? ""
                        : "not on this machine, %s serves instead: ".formatted(used.word());
        String shared =
                loops == 1 ? "" : String.format(Locale.ROOT, ", %d loops per endpoint", loops);
        return "Model %s: %s%s%s.".formatted(model.word(), instead, used.words(), shared);
    }

    /** Through whom clients come; nothing if they connect themselves. */
    List<String> proxyWords() {
        if (proxies == null) return List.of();
        String networks =
                proxies.networks().stream()
                        .map(CidrBlock::toString)
                        .collect(Collectors.joining(", "));
        return List.of("Clients come through proxies of " + networks + " (PROXY protocol).");
    }

    /** The limits that matter most: once, or where services have limits of their own, of each. */
    List<String> limitWords(List<ServiceOffer> offers) {
        Map<String, Set<String>> services = new LinkedHashMap<>();
        for (ServiceOffer offer : offers) {
            Set<String> same =
                    services.computeIfAbsent(limitWords(offer), _ -> new LinkedHashSet<>());
            same.add(offer.service().word() + (isChatOverUdp(offer) ? " over UDP" : ""));
        }
        boolean one = services.size() == 1;
        List<String> lines = new ArrayList<>();
        services.forEach((words, names) ->
                lines.add(
                        "Limits of %s: %s."
                                .formatted(
                                        one ? "each endpoint" : String.join(", ", names), words)));
        return lines;
    }

    private static boolean isChatOverUdp(ServiceOffer offer) {
        return offer.isUdp() && offer.service() instanceof ChatKind;
    }

    private String limitWords(ServiceOffer offer) {
        Limits own = offer.service().limits(limits);
        if (isChatOverUdp(offer)) {
            return String.format(
                    Locale.ROOT,
                    "%d sources, %s idle",
                    own.datagramPeersMax(),
                    DurationText.brief(own.datagramPeerTimeout()));
        }
        int lineBytes = offer.service().lineBytesMax(lineBytesMax, offer.endpoint());
        String lines = lineBytes == 0 ? "" : "lines of " + SizeText.brief(lineBytes) + ", ";
        return String.format(
                Locale.ROOT,
                "%d connections%s, %s idle, %s%s to be sent",
                own.connectionsMax(),
                fromOneSource(own),
                DurationText.brief(own.idleTimeout()),
                lines,
                SizeText.brief(own.queuedBytesMax()));
    }

    private static String fromOneSource(Limits limits) {
        int most = limits.connectionsPerSourceMax();
        return most < limits.connectionsMax() ? " (" + most + " from one source)" : "";
    }
}
