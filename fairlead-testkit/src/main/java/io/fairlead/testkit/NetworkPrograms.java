package io.fairlead.testkit;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.testkit.simulation.Simulation;
import io.fairlead.tls.TlsOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The servers and clients of a simulated network, and what runs them. */
final class NetworkPrograms {
    /** The host of clients that name none. */
    static final String CLIENTS = "client";

    private final Simulation simulation;
    private final Map<String, Loops> loops = new LinkedHashMap<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final EndReports ends = new EndReports();

    /** Of those that are started from now on. */
    Limits limits = Limits.DEFAULT;

    /** Of those at endpoints for TLS that are started from now on. */
    TlsOptions serverTls = TlsOptions.DEFAULT;

    /** As {@link #serverTls}. */
    TlsOptions clientTls = TlsOptions.DEFAULT;

    /** Of those that do not say on what they are started from now on. */
    boolean threadPerConnection;

    NetworkPrograms(Simulation simulation) {
        this.simulation = simulation;
    }

    Loops loops(String host) {
        return loops.computeIfAbsent(host, name -> simulation.host(name).startLoops(1));
    }

    Loops threads(String host) {
        return simulation.host(host).threadLoops();
    }

    Loops usual(String host) {
        return threadPerConnection ? threads(host) : loops(host);
    }

    /** The same for a service at {@code endpoint}: datagrams have no connections. */
    Loops usualAt(Endpoint endpoint) {
        return threadPerConnection && !isUdp(endpoint)
                ? threadsAt(endpoint)
                : loops(hostOf(endpoint));
    }

    Loops threadsAt(Endpoint endpoint) {
        return threads(hostOf(endpoint));
    }

    /** A Unix-domain endpoint is where clients are that do not say where they are. */
    private static String hostOf(Endpoint endpoint) {
        return endpoint.scheme() == Endpoint.Scheme.UNIX ? CLIENTS : endpoint.host();
    }

    static boolean isUdp(Endpoint endpoint) {
        return endpoint.scheme() == Endpoint.Scheme.UDP;
    }

    private static boolean isTls(Endpoint endpoint) {
        return endpoint.scheme() == Endpoint.Scheme.TLS;
    }

    EndReports ends() {
        return ends;
    }

    /** How a server is started once the rest is known. */
    interface Start {
        Server start(ServerBuilder builder) throws NetException;
    }

    Server serve(String endpoint, Function<Endpoint, Loops> on, Start start) {
        Endpoint where = Endpoint.parse(endpoint);
        try {
            ServerBuilder builder = Server.at(where).on(on.apply(where));
            if (isTls(where)) builder.tls(serverTls);
            Server server = start.start(builder.limits(limits).observer(ends));
            servers.add(server);
            return server;
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    Client client(String from, Endpoint to, Codec codec) {
        Loops on = isUdp(to) ? loops(from) : usual(from);
        return client(to(to).codec(codec).on(on));
    }

    private ClientBuilder to(Endpoint endpoint) {
        ClientBuilder builder = Client.to(endpoint).limits(limits);
        return isTls(endpoint) ? builder.tls(clientTls) : builder;
    }

    Client client(ClientBuilder builder) {
        try {
            Client client = builder.observer(ends).start();
            clients.add(client);
            return client;
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Connection> connect(String from, String endpoint, Handler handler) {
        return client(to(Endpoint.parse(endpoint)).on(threads(from))).connect(handler);
    }

    long bufferBytes() {
        long bytes = 0;
        for (Server server : servers) bytes += server.stats().bufferBytes();
        for (Client client : clients) bytes += client.stats().bufferBytes();
        return bytes;
    }

    void close() {
        clients.forEach(Client::close);
        servers.forEach(Server::close);
    }

    void closeLoops() {
        loops.values().forEach(Loops::close);
    }
}
