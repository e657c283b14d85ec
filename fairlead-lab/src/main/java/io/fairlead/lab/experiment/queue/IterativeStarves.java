package io.fairlead.lab.experiment.queue;

import io.fairlead.frame.Codec;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.KernelSockets;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Service;
import io.fairlead.stat.KernelSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One slow client under each model of {@link Server}: whom it holds up. */
public final class IterativeStarves implements Lab {
    private static final Service ECHO = (peer, frame) -> peer.send(frame);
    private static final String QUICK = "quick\n";

    @Override
    public String name() {
        return "iterative-starves";
    }

    @Override
    public String summary() {
        return "one slow client stops an iterative server, and no server of another model";
    }

    @Override
    public String expectation() {
        return "A server that serves one connection at a time waits for a client that has sent half"
                + " a line. A second client connects and sends, as the kernel does that without the"
                + " server, but gets no answer until the first is gone. Under every other model it"
                + " is answered while the first still waits.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side client = lab.side("client");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(Model.ITERATIVE.word(), Model.ITERATIVE.words(), iterative(lab, client)));
        lab.say("The same two clients, under the other models.");
        for (Model model : Model.values()) {
            if (model == Model.ITERATIVE) continue;
            rows.add(List.of(model.word(), model.words(), other(lab, client.quiet(), model)));
        }
        lab.add(new Part.Table(List.of("model", "what it is", "the second client"), rows));
        lab.say(
                "A pool does so while it has a thread free: as many slow clients as it has threads"
                        + " stop it, too. A deadline bounds the harm under each model: Fairlead"
                        + " cuts who leaves a line unfinished for 30 seconds, `fairlead serve"
                        + " --frame-timeout`.");
    }

    private static String iterative(Experiment lab, Side client) throws IOException {
        lab.say("An echo server of lines, `fairlead serve echo --model iterative`.");
        try (Server server = server(lab, Model.ITERATIVE)) {
            Fd slow = half(lab, "the first client is served", client, server);
            lab.ask("The first client has sent half a line. Which calls of a second one succeed?");
            Fd quick = client.socket("quick");
            lab.check("the second connects", 0, client.connect(quick, address(server)));
            lab.check("and can send", 6, client.send(quick, QUICK));
            boolean waits = lab.await(() -> waits(quick));
            lab.check("its line waits in a connection that nobody has accepted", waits);
            lab.await(() -> isAcknowledged(slow));
            lab.sockets();
            lab.say("The slow client ends its line. The server is well: it answers at once.");
            client.send(slow, "ow\n");
            lab.check("the slow one is answered", 5, client.recv(slow, 1024));
            lab.check("the quick one still waits", waits(quick));
            lab.say("Only when the slow client goes, the server comes to accept the next.");
            client.close(slow);
            lab.check("now the quick one is answered", 6, client.recv(quick, 1024));
            lab.ladder(quick);
            client.close(quick);
        }
        return "waits until the first is gone";
    }

    private static Server server(Experiment lab, Model model) throws IOException {
        int port = lab.network().port(7007);
        ServerBuilder server = Server.at("tcp://127.0.0.1:" + port).codec(Codec.lines());
        return apart(() -> server.model(model).serve(ECHO));
    }

    /**
     * In another thread than the clients': io_uring interrupts who made a ring in a call that waits
     * (EINTR), when the ring goes.
     */
    private static <T> T apart(Callable<T> work) throws IOException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server started");
        }
    }

    private static InetSocketAddress address(Server server) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
    }

    /** A client that the server has answered once, so it is served, and then sends half a line. */
    private static Fd half(Experiment lab, String claim, Side client, Server server) {
        Fd slow = client.socket("slow");
        client.connect(slow, address(server));
        client.send(slow, "here\n");
        lab.check(claim, 5, client.recv(slow, 1024));
        client.send(slow, "sl");
        return slow;
    }

    private static boolean isAcknowledged(Fd slow) throws IOException {
        return KernelSockets.now().of(slow).filter(it -> it.queues().send() == 0).isPresent();
    }

    private static boolean waits(Fd quick) throws IOException {
        return KernelSockets.now()
                .peerOf(quick)
                .filter(IterativeStarves::isNotAccepted)
                .isPresent();
    }

    /** The kernel gives a connection an inode when a program accepts it. */
    private static boolean isNotAccepted(KernelSocket peer) {
        return peer.identity().inode() == 0 && peer.queues().receive() == QUICK.length();
    }

    private static String other(Experiment lab, Side client, Model model) throws IOException {
        if (model.hasProcesses()) return "not tried: it starts JVMs, which takes long";
        String reason = apart(() -> Objects.requireNonNullElse(model.reason(), ""));
        if (!reason.isEmpty()) return "not here: " + reason;
        try (Server server = server(lab, model)) {
            String word = model.word() + ": ";
            Fd slow = half(lab, word + "the first client is served", client, server);
            Fd quick = client.socket("quick");
            client.connect(quick, address(server));
            client.send(quick, QUICK);
            int answer = client.recv(quick, 1024);
            lab.check(word + "the second is answered while the first waits", 6, answer);
            client.send(slow, "ow\n");
            lab.check(word + "so is the first when its line ends", 5, client.recv(slow, 1024));
            client.close(quick);
            client.close(slow);
            return answer > 0 ? "is answered while the first waits" : "is not answered";
        }
    }
}
