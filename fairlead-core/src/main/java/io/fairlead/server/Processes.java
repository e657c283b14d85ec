package io.fairlead.server;

import io.fairlead.net.NetException;
import io.fairlead.posix.Posix;
import io.fairlead.program.Program;
import io.fairlead.server.process.Orders;
import io.fairlead.server.process.ProcessEngine;
import io.fairlead.server.process.ProgramCrew;
import io.fairlead.server.process.Staff;
import io.fairlead.server.process.WorkerCache;
import io.fairlead.server.process.WorkerCrew;
import io.fairlead.server.site.Engine;
import io.fairlead.server.worker.Assignment;
import io.fairlead.server.worker.ControlMessage;
import io.fairlead.service.Limits;
import io.fairlead.session.Layer;
import io.fairlead.tls.layer.TlsOrder;
import io.fairlead.tls.layer.TlsRules;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the engines of the models whose connections are served by other processes. */
final class Processes {
    /** What a worker of {@code process} takes, with some room. */
    private static final long WORKER_BYTES = 64L << 20;

    private Processes() {}

    /**
     * An engine whose connections are served by workers.
     *
     * @throws IllegalArgumentException if the service cannot be copied into them
     */
    static Engine engine(Model model, Plan plan) throws NetException {
        boolean single = model == Model.PROCESS;
        int workers = plan.workers() > 0 ? plan.workers() : workers(single);
        Limits limits = plan.terms().limits();
        Assignment assignment =
                new Assignment(
                        plan.endpoint().toString(),
                        plan.terms().codec(),
                        plan.handler() == null ? plan.terms().service() : null,
                        plan.handler(),
                        share(limits, single ? 1 : workers),
                        tls(model, plan.terms().layer()));
        List<Consumer<String>> homes = new ArrayList<>();
        Orders orders = new Orders(ControlMessage.order(assignment.bytes(model.word(), homes)));
        TlsRules rules = TlsRules.of(plan.terms().layer());
        if (rules != null) {
            rules.whenReplaced(() -> replace(orders, assignment, model, rules));
        }
        int placesMax = single ? processesMax(limits) : limits.connectionsMax();
        Staff staff = new Staff(single, workers, placesMax, orders, homes, new WorkerCache(single));
        return plan.onDescriptor((site, listeners) ->
                new ProcessEngine(
                        site,
                        listeners,
                        (where, reactor, onEnd) -> new WorkerCrew(where, reactor, onEnd, staff)));
    }

    private static @Nullable TlsOrder tls(Model model, Layer layer) {
        TlsRules rules = TlsRules.of(layer);
        if (rules == null) return null;
        TlsOrder order = rules.order();
        if (order != null) return order;
        throw new IllegalArgumentException(
                "the model "
                        + model.word()
                        + " serves in several processes, and an SSLContext cannot be copied into"
                        + " them; give files of certificates and keys, or use a model with one"
                        + " process, such as virtual");
    }

    /** Workers that serve show other certificates from now on, and so do those that start. */
    private static void replace(Orders orders, Assignment assignment, Model model, TlsRules rules) {
        TlsOrder order = tls(model, rules);
        if (order == null) return;
        byte[] whole = assignment.with(order).bytes(model.word(), new ArrayList<>());
        orders.change(ControlMessage.order(whole), ControlMessage.certificates(order.bytes()));
    }

    /** An engine whose connections are served by a program each. */
    static Engine engine(Program program, Plan plan) throws NetException {
        String reason = Posix.reason();
        if (reason != null) {
            throw new UnsupportedOperationException(
                    program.path() + " cannot be handed connections: " + reason);
        }
        return plan.onDescriptor((site, listeners) ->
                new ProcessEngine(
                        site,
                        listeners,
                        (where, reactor, onEnd) ->
                                new ProgramCrew(where, reactor, onEnd, program)));
    }

    private static int workers(boolean single) {
        return single ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /** Each worker has its part of the memory for buffers, and of the connections that share it. */
    private static Limits share(Limits limits, int workers) {
        return limits.toBuilder()
                .bufferBytesTotal(Math.max(1, limits.bufferBytesTotal() / workers))
                .connectionsMax(Math.ceilDiv(limits.connectionsMax(), workers))
                .build();
    }

    /** A process for each of 10,000 connections would take all memory: half of it is enough. */
    private static int processesMax(Limits limits) {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            long most = Math.max(1, system.getTotalMemorySize() / 2 / WORKER_BYTES);
            return (int) Math.min(limits.connectionsMax(), most);
        }
        return limits.connectionsMax();
    }
}
