package io.fairlead.cli.serve;

import io.fairlead.cli.CommandException;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Server;
import io.fairlead.service.Service;
import io.fairlead.services.Delayed;
import io.fairlead.services.ServiceOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens one offer after the other. For one thread. */
final class Opening {
    private final Log log;
    private final ServePlan plan;
    // What comes from one of our own UDP ports is not answered, whatever the port is.
    private final Set<Integer> udpPorts = ConcurrentHashMap.newKeySet();

    Opening(ServePlan plan, Log log) {
        this.log = log;
        ServiceOptions options = plan.options();
        this.plan =
                plan.withOptions(
                        options.withPrint(this::print)
                                .withServedPorts(port ->
                                        udpPorts.contains(port)
                                                || options.servedPorts().test(port)));
    }

    private void print(String line) {
        log.event(Event.of("printed", "greet: " + line).with("text", line));
    }

    /** Serves one offer. */
    Stall open(Offer offer) throws NetException {
        Journal journal = new Journal(log, offer.endpoint());
        Service service =
                offer.isUdp()
                        ? offer.service().datagramService(plan.options())
                        : offer.service().service(plan.options());
        Delayed delayed = plan.delay() == null ? null : new Delayed(service, plan.delay());
        Server.Builder builder =
                Server.at(offer.endpoint())
                        .codec(plan.codecOf(offer))
                        .model(plan.model())
                        .limits(offer.service().limits(plan.limits()))
                        .observer(journal);
        if (plan.workers() > 0) builder.workers(plan.workers());
        Server server = builder.serve(delayed == null ? service : delayed);
        journal.bound(server.endpoint());
        if (offer.isUdp()) udpPorts.add(server.port());
        return new Stall(offer, server, delayed);
    }

    /** Makes the directory of a socket that nobody asked for by name. */
    static void makeDirectory(Offer offer) throws CommandException {
        if (offer.endpoint().scheme() != Endpoint.Scheme.UNIX) return;
        Path directory = Path.of(offer.endpoint().path()).getParent();
        if (directory != null) PrivateDirectory.make(directory);
    }
}
