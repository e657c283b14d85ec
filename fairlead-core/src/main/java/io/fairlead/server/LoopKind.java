package io.fairlead.server;

import io.fairlead.net.NetException;
import io.fairlead.server.loop.EpollModel;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.loop.PollingModel;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.loop.SelectorModel;
import io.fairlead.server.site.Engine;
import io.fairlead.service.Loops;
import java.io.IOException;
import java.util.Locale;

/** What the event loops of a model wait with, and how they listen. */
enum LoopKind {
    POLLING {
        @Override
        Readiness readiness() {
            return new PollingModel();
        }

        @Override
        Engine streams(Plan plan) throws NetException {
            return plan.onListener((site, listeners) ->
                    plan.loopEngine(
                            site, this::readiness, listeners, loop -> ((PollingModel) loop)::door));
        }
    },
    SELECTOR {
        @Override
        Readiness readiness() throws IOException {
            return new SelectorModel();
        }

        @Override
        Engine streams(Plan plan) throws NetException {
            return plan.onListener((site, listeners) ->
                    plan.loopEngine(
                            site,
                            this::readiness,
                            listeners,
                            loop -> ((SelectorModel) loop)::door));
        }
    },
    EPOLL {
        @Override
        Readiness readiness() throws IOException {
            return new EpollModel();
        }

        @Override
        Engine streams(Plan plan) throws NetException {
            return plan.onDescriptor((site, listeners) ->
                    plan.loopEngine(
                            site, this::readiness, listeners, loop -> ((EpollModel) loop)::door));
        }
    },
    IO_URING {
        @Override
        Readiness readiness() throws IOException {
            return RingLoops.here().readiness();
        }

        @Override
        Engine streams(Plan plan) throws NetException {
            return RingLoops.here().streams(plan);
        }
    };

    /** As {@link Model#startLoops}. */
    static Loops start(Model wanted, int count) throws NetException {
        if (count < 1) throw new IllegalArgumentException("loops must be above 0: " + count);
        Model model = wanted.used();
        LoopKind kind = model.loopKind();
        if (kind == null) {
            throw new IllegalArgumentException(
                    "the model "
                            + wanted.word()
                            + " has no event loops that can be shared; use selector, epoll,"
                            + " io_uring or polling");
        }
        try {
            return EventLoops.start(model.word(), count, kind::readiness);
        } catch (IOException e) {
            throw NetException.of(Plan.START, "event loops", e);
        }
    }

    /** The model of loops that run. A simulated host's are like any other's that it can have. */
    static Model modelOf(EventLoops loops) {
        if (loops.areThreads()) return Model.POOLED_VIRTUAL;
        if (loops.host() instanceof LoopHost) return Model.SELECTOR;
        return Model.valueOf(loops.model().toUpperCase(Locale.ROOT));
    }

    /** What one loop waits with. */
    abstract Readiness readiness() throws IOException;

    /** The started engine for a stream endpoint, where this kind can run. */
    abstract Engine streams(Plan plan) throws NetException;
}
