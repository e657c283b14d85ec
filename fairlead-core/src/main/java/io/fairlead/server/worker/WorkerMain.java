package io.fairlead.server.worker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a worker process: takes connections from its server over the control socket,
 * and ends when that is closed.
 */
public final class WorkerMain {
    /** The argument for a worker that plays its server as well; see {@link WorkerRehearsal}. */
    public static final String REHEARSE = "rehearse";

    static final int DONE = 0;
    private static final int SERVER_GONE = 0;
    private static final int FAILED = 1;
    private static final long HALT_NS = TimeUnit.SECONDS.toNanos(5);

    private WorkerMain() {}

    /** Is started by a server alone. */
    public static void main(String[] arguments) {
        try {
            boolean rehearses = arguments.length > 0 && arguments[0].equals(REHEARSE);
            serve(rehearses ? WorkerRehearsal.begin() : new ControlSocket(ControlSocket.WORKER_FD));
        } catch (Throwable e) { // whatever it was: a worker that does not serve must not stay
            System.getLogger("io.fairlead").log(System.Logger.Level.ERROR, "worker", e);
            end(FAILED);
        }
    }

    /** Serves until all is drained. */
    static void serve(ControlSocket control) throws IOException, ClassNotFoundException {
        ServerLink link = new ServerLink(control);
        WorkerSite site = new WorkerSite(link, assignment(control, link));
        link.send(ControlMessage.of(ControlMessage.READY));
        while (true) {
            int result = control.receive(0);
            if (result <= 0) end(SERVER_GONE); // its process has ended
            byte[] message = control.message();
            switch (message[0]) {
                case ControlMessage.SERVE -> serve(control, link, site, message);
                case ControlMessage.CERTIFICATES -> site.certificates(message);
                case ControlMessage.RETIRE -> site.retire();
                case ControlMessage.DRAIN -> site.drain();
                case ControlMessage.CUT -> site.cut();
                default -> throw new IOException("a message of kind " + message[0]);
            }
        }
    }

    private static void serve(
            ControlSocket control, ServerLink link, WorkerSite site, byte[] message)
            throws IOException {
        DataInputStream fields = ControlMessage.fields(message);
        long id = fields.readLong();
        byte[] header = fields.readAllBytes();
        int descriptor = control.takeDescriptor();
        int errno = control.whyNot(descriptor);
        if (errno != 0) { // the server has its own still
            link.send(ControlMessage.refused(id, errno));
            return;
        }
        link.send(ControlMessage.taken(id));
        site.serve(id, descriptor, header);
    }

    private static Assignment assignment(ControlSocket control, ServerLink link)
            throws IOException, ClassNotFoundException {
        ByteArrayOutputStream order = new ByteArrayOutputStream();
        byte[] message;
        do {
            if (control.receive(0) <= 0) end(SERVER_GONE);
            message = control.message();
            order.writeBytes(ControlMessage.part(message));
        } while (!ControlMessage.isLast(message));
        try {
            return Assignment.read(order.toByteArray(), link::consumer);
        } catch (Throwable e) { // constructors and readResolve of a service may throw anything
            link.send(ControlMessage.failed("could not copy the service: " + e));
            end(FAILED); // the server has said it
            throw e;
        }
    }

    /** A worker is there for its server alone: without one, or without more to do, it ends. */
    static void end(int status) {
        // What the service leaves to do at the end of its process may hang: nobody waits for it.
        try {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        LockSupport.parkNanos(HALT_NS);
                        Runtime.getRuntime().halt(status);
                    });
        } catch (OutOfMemoryError e) { // no thread that could look after the hooks
            Runtime.getRuntime().halt(status);
        }
        System.exit(status);
    }
}
