package io.fairlead.cli.serve;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.cli.text.SizeText;
import io.fairlead.cli.tls.ShownTls;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Server;
import io.fairlead.server.report.ServerStats;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** All that is being served. Safe for any thread. */
final class ServedList implements DrainLog.Drain {
    private final List<Served> open = new CopyOnWriteArrayList<>();
    private long lastBytes;
    private long lastNs = System.nanoTime();

    List<Served> all() {
        return List.copyOf(open);
    }

    /** Opens every offer, or none. */
    void openAll(Opening opening, List<ServiceOffer> offers)
            throws NetException, InterruptedException {
        try {
            for (ServiceOffer offer : offers) open.add(opening.open(offer));
        } catch (NetException e) {
            long _ = drain(Duration.ZERO);
            throw e;
        }
    }

    /** Opens what can be had of {@code offers}, and says what cannot. */
    void openSome(Opening opening, List<ServiceOffer> offers, Shell shell) {
        NotServed notServed = new NotServed();
        for (ServiceOffer offer : offers) {
            try {
                Opening.makeDirectory(offer);
                open.add(opening.open(offer));
            } catch (NetException | CommandException e) {
                notServed.add(offer.service().word(), String.valueOf(e.getMessage()));
            }
        }
        notServed.sentences().forEach(shell::say);
    }

    /** Reads files again; the servers' observers log what is wrong, or new. */
    void reload(Log log) {
        for (Served one : open) {
            Server server = one.server();
            Endpoint endpoint = server.endpoint();
            try {
                int networks = server.reloadAccess();
                if (networks > 0) log.event(lists(endpoint, networks));
                if (endpoint.scheme() != Endpoint.Scheme.TLS) continue;
                log.event(certificates(endpoint, server.reloadCertificates()));
            } catch (IOException e) {
                // logged already, and what held before holds on
            }
        }
    }

    private static LogEvent lists(Endpoint endpoint, int networks) {
        String words =
                "SIGHUP: " + endpoint + " has read its lists of networks, " + networks + " in all";
        return LogEvent.of("access_reloaded", words)
                .with("endpoint", endpoint.toString())
                .with("networks", networks);
    }

    private static LogEvent certificates(Endpoint endpoint, List<X509Certificate> shown) {
        String all = shown.stream().map(ShownTls::certificate).collect(Collectors.joining("; "));
        return LogEvent.of("reloaded", "SIGHUP: " + endpoint + " shows " + all)
                .with("endpoint", endpoint.toString())
                .with("certificates", all);
    }

    /** One line for who has started this process; for any thread. */
    String brief() {
        String connections =
                sum(ServerStats::open) + " open, " + sum(ServerStats::opened) + " in all";
        return "serving at "
                + open.size()
                + (open.size() == 1 ? " endpoint; " : " endpoints; ")
                + connections;
    }

    /** Connections that are open. */
    long connections() {
        return sum(ServerStats::open);
    }

    /** Ends all at the same time; returns how many connections were cut. */
    @Override
    public long drain(Duration timeout) throws InterruptedException {
        return end(server -> server.drain(timeout));
    }

    /** The same, once whoever is connected has left, or {@code timeout} is over. */
    long retire(Duration timeout) throws InterruptedException {
        return end(server -> server.retire(timeout));
    }

    /** How a server ends. */
    @FunctionalInterface
    private interface End {
        /** Returns how many connections were cut. */
        int of(Server server) throws InterruptedException;
    }

    private long end(End end) throws InterruptedException {
        List<Future<Integer>> cuts = new ArrayList<>();
        try (ExecutorService drains = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Served one : open) cuts.add(drains.submit(() -> end.of(one.server())));
        }
        long cut = 0;
        for (Future<Integer> one : cuts) cut += resultOf(one);
        for (Served one : open) {
            if (one.delayed() != null) one.delayed().close();
        }
        return cut;
    }

    private static int resultOf(Future<Integer> cut) throws InterruptedException {
        try {
            return cut.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The status line; for one thread. */
    String status() {
        long bytes = sum(ServerStats::bytesReceived) + sum(ServerStats::bytesSent);
        long nowNs = System.nanoTime();
        double seconds = Math.max(1e-3, (nowNs - lastNs) / 1e9);
        long rate = (long) ((bytes - lastBytes) / seconds);
        lastBytes = bytes;
        lastNs = nowNs;
        String lost = datagramsLost() == 0 ? "" : ", " + lostWords();
        return String.format(
                        Locale.ROOT,
                        "%d open, %d in all, %s/s",
                        connections(),
                        sum(ServerStats::opened),
                        SizeText.brief(rate))
                + lost;
    }

    /** Datagrams that the kernel dropped as a receive buffer was full. */
    @Override
    public long datagramsLost() {
        return sum(ServerStats::datagramsDroppedByKernel);
    }

    private long sum(ToLongFunction<ServerStats> counter) {
        return open.stream().map(Served::server).map(Server::stats).mapToLong(counter).sum();
    }
}
