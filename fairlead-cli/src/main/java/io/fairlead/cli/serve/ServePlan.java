package io.fairlead.cli.serve;

import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.frame.Codec;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Limits;
import io.fairlead.services.ServiceOptions;
import java.time.Duration;
import java.util.List;
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
        int workers) {
    /** The same with other options for the services. */
    ServePlan withOptions(ServiceOptions other) {
        return new ServePlan(model, loops, limits, codec, lineBytesMax, delay, other, workers);
    }

    /**
     * Checks that {@code offer} can be served like this.
     *
     * @throws IllegalArgumentException if it cannot; the message names the option
     */
    void check(Offer offer) {
        Codec _ = codecOf(offer);
        checkProcesses(offer);
        try {
            Server.at(offer.endpoint()).model(model).loops(loops).check();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--loops: " + e.getMessage(), e);
        }
    }

    private void checkProcesses(Offer offer) {
        if (!model.hasProcesses()) return;
        if (offer.service() instanceof ChatWare || offer.service() == ProgramWare.COMMANDS) {
            throw new IllegalArgumentException(
                    "--model: %s hands connections to others, and the service %s is in one process"
                            .formatted(model.word(), offer.service().word()));
        }
        if (!offer.isUdp()) return;
        throw new IllegalArgumentException(
                "--model: %s hands connections to processes, and %s has datagrams; use another"
                        .formatted(model.word(), offer.endpoint()));
    }

    /**
     * How the streams of {@code offer} are cut.
     *
     * @throws IllegalArgumentException if a codec or a delay was asked for and the service takes
     *     none
     */
    Codec codecOf(Offer offer) {
        Ware service = offer.service();
        if (codec != null && (offer.isUdp() || !service.takesCodec())) {
            throw new IllegalArgumentException(
                    "--codec: %s takes no codec; echo, discard, ack and upper over streams do"
                            .formatted(service.word() + (offer.isUdp() ? " over UDP" : "")));
        }
        if (delay != null && !service.takesDelay()) {
            throw new IllegalArgumentException("--delay: " + service.word() + " takes none");
        }
        return codec != null ? codec : service.codec(lineBytesMax);
    }

    /**
     * The model, and the limits that matter most.
     *
     * @param used the model that serves: the one that was asked for, unless this machine lacks it
     */
    List<String> words(Model used) {
        String instead =
                used == model ? "" : "not on this machine, %s serves: ".formatted(used.word());
        String shared = loops == 1 ? "" : ", %d loops for each endpoint".formatted(loops);
        return List.of(
                "Model %s: %s%s%s.".formatted(model.word(), instead, used.words(), shared),
                "Limits of each endpoint: %d connections, %s idle, lines of %s, %s to be sent."
                        .formatted(
                                limits.connectionsMax(),
                                DurationText.brief(limits.idleTimeout()),
                                SizeText.brief(lineBytesMax),
                                SizeText.brief(limits.queuedBytesMax())));
    }
}
