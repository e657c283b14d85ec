package io.fairlead.server;

import io.fairlead.net.NetException;
import io.fairlead.posix.Posix;
import io.fairlead.posix.uring.IoUringConstants;
import io.fairlead.posix.uring.IoUringSetup;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.IoUringModel;
import io.fairlead.server.loop.LoopDoor;
import io.fairlead.server.loop.LoopEngine;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Engine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops over io_uring, or why there are none: the rings of all loops are asked for before anything
 * is opened, since a kernel may have some and not enough. Safe for any thread.
 */
final class RingLoops {
    private final @Nullable String noCalls;
    private final Supplier<IoUringSetup> rings;

    /**
     * @param noCalls why native calls cannot be made; null if they can
     * @param rings asks the kernel for a ring
     */
    RingLoops(@Nullable String noCalls, Supplier<IoUringSetup> rings) {
        this.noCalls = noCalls;
        this.rings = rings;
    }

    /** What this machine has. */
    static RingLoops here() {
        return new RingLoops(Posix.reason(), IoUringModel::attempt);
    }

    /** Why there are none; null if there can be. Leaves nothing behind. */
    @Nullable String reason() {
        if (noCalls != null) return noCalls;
        IoUringSetup setup = rings.get();
        String reason = reason(setup);
        setup.close();
        return reason;
    }

    /** The engine of one loop or several; over epoll where there are not rings enough. */
    Engine streams(Plan plan) throws NetException {
        if (plan.shared() != null) {
            return plan.onDescriptor((site, listeners) ->
                    plan.loopEngine(
                            site, this::readiness, listeners, loop -> ((IoUringModel) loop)::door));
        }
        Deque<IoUringSetup> setups = new ArrayDeque<>();
        try {
            String reason = askFor(plan.loops(), setups);
            if (reason != null) {
                plan.fallsBack(Model.IO_URING, Model.EPOLL, reason);
                return Model.EPOLL.streams(plan);
            }
            return plan.onDescriptor((site, listeners) -> {
                IoUringModel ring = new IoUringModel(setups.remove());
                EventLoop loop = EventLoop.of(site, ring);
                LoopDoor door = LoopDoor.of(listeners, ring::door);
                return new LoopEngine(site, loop, door, plan.placesMax());
            });
        } catch (NetException e) { // the ring was had, and what it needs was not
            if (!e.call().equals(Plan.START)) throw e;
            plan.fallsBack(Model.IO_URING, Model.EPOLL, String.valueOf(e.getMessage()));
            return Model.EPOLL.streams(plan);
        } finally {
            setups.forEach(IoUringSetup::close); // those of loops that were not made
        }
    }

    /** What one loop waits with. */
    Readiness readiness() throws IOException {
        IoUringSetup setup = rings.get();
        String reason = reason(setup);
        if (reason == null) return new IoUringModel(setup);
        setup.close();
        throw new IOException(reason);
    }

    /** One ring for each loop, or the reason why there are fewer. */
    private @Nullable String askFor(int count, Deque<IoUringSetup> setups) {
        String reason = null;
        while (setups.size() < count && reason == null) {
            IoUringSetup setup = rings.get();
            setups.add(setup);
            reason = reason(setup);
        }
        return reason;
    }

    private static @Nullable String reason(IoUringSetup setup) {
        String refused = setup.reason();
        if (refused != null) return refused;
        // Before, completions may come at any moment, and not only when the loop asks for them.
        boolean defers = (setup.flags() & IoUringConstants.IORING_SETUP_DEFER_TASKRUN) != 0;
        return defers ? null : "io_uring_setup: EINVAL, the kernel is too old (6.1 will do)";
    }
}
