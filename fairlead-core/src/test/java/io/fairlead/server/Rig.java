package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.process.WorkerJars;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Service;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Starts servers and clients for one test, ends them after it, and checks that nothing of them is
 * left: no descriptor, no thread, no buffer, no connection that is still counted.
 */
public final class Rig implements BeforeEachCallback, AfterEachCallback {
    static final int FRAME_BYTES_MAX = 8 * 1024 * 1024;
    public static final Codec CODEC = Codec.lengthPrefixed(4).maxBytes(FRAME_BYTES_MAX);

    /** The service of most tests. */
    public static final Service ECHO = (Service & Serializable) (peer, frame) -> peer.send(frame);

    /** A lambda in the place of one can be copied to another process. */
    interface PortableService extends Service, Serializable {}

    /** As {@link PortableService}. */
    interface PortableHandler extends Handler, Serializable {}

    public final Recorder recorder = new Recorder();
    private final Place place;
    private final List<Server> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private final List<CountDownLatch> latches = new ArrayList<>();
    private int descriptorsBefore;

    public Rig(Place place) {
        this.place = place;
        if (place.model().hasProcesses()) WorkerJars.use();
    }

    // ---- what tests ask for ----

    Place place() {
        return place;
    }

    ServerBuilder builder() {
        return builder(place.freeEndpoint());
    }

    ServerBuilder builder(Endpoint endpoint) {
        ServerBuilder builder = target(endpoint).model(place.model()).observer(recorder);
        return place.model().hasProcesses() ? builder.workers(1) : builder;
    }

    /** A server of one model, which nobody observes: a client is what is tried. */
    static ServerBuilder target(Endpoint endpoint) {
        ServerBuilder builder = Server.at(endpoint).codec(CODEC);
        return endpoint.scheme() == Endpoint.Scheme.TLS ? builder.tls(TestTls.server()) : builder;
    }

    /** A client of the place's model, which trusts a server of {@link #builder}. */
    ClientBuilder client(Endpoint endpoint) {
        ClientBuilder builder = Client.to(endpoint).model(place.model()).observer(recorder);
        return endpoint.scheme() == Endpoint.Scheme.TLS ? builder.tls(TestTls.client()) : builder;
    }

    public Server serve(Service service) throws NetException {
        return serve(service, UnaryOperator.identity());
    }

    public Server serve(Service service, UnaryOperator<LimitsBuilder> limits) throws NetException {
        leaveOutIfShared(service);
        return keep(builder().limits(limits(limits)).serve(service));
    }

    public Server serve(PortableService service) throws NetException {
        return serve((Service) service);
    }

    public Server serve(PortableService service, UnaryOperator<LimitsBuilder> limits)
            throws NetException {
        return serve((Service) service, limits);
    }

    Server converse(Handler handler) throws NetException {
        return converse(handler, UnaryOperator.identity());
    }

    Server converse(Handler handler, UnaryOperator<LimitsBuilder> limits) throws NetException {
        leaveOutIfShared(handler);
        return keep(builder().limits(limits(limits)).converse(handler));
    }

    Server converse(PortableHandler handler) throws NetException {
        return converse((Handler) handler);
    }

    Server converse(PortableHandler handler, UnaryOperator<LimitsBuilder> limits)
            throws NetException {
        return converse((Handler) handler, limits);
    }

    /** A copy in another process could not tell this one what it saw, nor be told anything. */
    private void leaveOutIfShared(Object served) {
        if (!place.model().hasProcesses()) return;
        String reason = Portability.reasonAgainst(served);
        if (reason != null) throw new TestAbortedException(place + " is left out: " + reason);
    }

    public static Limits limits(UnaryOperator<LimitsBuilder> limits) {
        return limits.apply(Limits.builder()).build();
    }

    /** Has {@code server} closed after the test. */
    public Server keep(Server server) {
        servers.add(server);
        return server;
    }

    /** Has {@code client} closed after the test. */
    public Client keep(Client client) {
        clients.add(client);
        return client;
    }

    public Wire connect(Server server) throws IOException {
        return connect(server, 0);
    }

    /** As {@link Wire#connect}. */
    public Wire connect(Server server, int bufferBytes) throws IOException {
        Wire wire = Wire.connect(server.endpoint(), bufferBytes);
        wires.add(wire);
        return wire;
    }

    /** Has {@code probe} closed after the test. */
    public Probe keep(Probe probe) {
        probes.add(probe);
        return probe;
    }

    /** Something that a service waits for; opened at the end of the test whatever happens. */
    CountDownLatch latch() {
        CountDownLatch latch = new CountDownLatch(1);
        latches.add(latch);
        return latch;
    }

    // ---- before and after ----

    @Override
    public void beforeEach(ExtensionContext test) throws IOException, InterruptedException {
        Footprint.warmUp();
        descriptorsBefore = Footprint.descriptors().size();
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        latches.forEach(CountDownLatch::countDown);
        for (Wire wire : wires) wire.close();
        for (Probe probe : probes) probe.close();
        for (Client client : clients) client.close();
        for (Server server : servers) server.close();
        for (Client client : clients) checkEmpty(client);
        for (Server server : servers) checkEmpty(server);
        Eventually.until(
                () -> "as many ends as beginnings: " + recorder.openedCount,
                () -> recorder.openedCount.get() == recorder.closedCount.get());
        Footprint.awaitNoThreads();
        Eventually.until(
                () -> "no child process is left: " + Footprint.children(),
                () -> Footprint.children().isEmpty());
        Eventually.until(
                () -> descriptorsBefore + " descriptors, not " + Footprint.descriptors(),
                () -> Footprint.descriptors().size() <= descriptorsBefore);
    }

    private static void checkEmpty(Client client) {
        Eventually.until(
                () -> "nothing is open: " + client.stats(),
                () -> client.stats().open() == 0 && client.stats().bufferBytes() == 0);
    }

    private static void checkEmpty(Server server) throws IOException {
        Eventually.until(
                () -> "nothing is open: " + server.stats(),
                () -> server.stats().open() == 0 && server.stats().bufferBytes() == 0);
        if (server.endpoint().scheme() == Endpoint.Scheme.UNIX) {
            Path file = Path.of(server.endpoint().path());
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).as("%s", file).isFalse();
        }
    }
}
