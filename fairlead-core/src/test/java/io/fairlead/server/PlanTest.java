package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.posix.Posix;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.loop.EpollModel;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.LoopEngine;
import io.fairlead.server.site.Engine;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PlanTest {
    private static Plan plan(ServerObserver observer) {
        return plan(observer, List.of());
    }

    private static Plan plan(ServerObserver observer, List<GivenSocket> given) {
        Limits limits = Limits.builder().build();
        Terms terms =
                new Terms(
                        Codec.raw(),
                        (peer, frame) -> peer.send(frame),
                        limits,
                        new Slab(limits.bufferBytesTotal()),
                        System::nanoTime);
        return new Plan(
                Endpoint.tcp("127.0.0.1", 0),
                terms,
                null,
                observer,
                DatagramOptions.DEFAULT,
                3,
                0,
                null,
                Entrance.OPEN,
                given);
    }

    @Test
    void anObserverThatThrowsAtAFallbackEndsNothing() {
        List<String> told = new ArrayList<>();
        ServerObserver thrower =
                new ServerObserver() {
                    @Override
                    public void onFallback(Model wanted, Model used, String reason) {
                        told.add(reason);
                        throw new StackOverflowError();
                    }
                };
        plan(thrower).fallsBack(Model.EPOLL, Model.SELECTOR, "why");
        assertThat(told).containsExactly("why");
    }

    @Test
    void whatWasMadeIsGivenBackWhenALaterLoopCannotBe() {
        assumeTrue(Posix.reason() == null, Posix::reason);
        Plan plan = plan(new ServerObserver() {});
        List<String> before = Footprint.descriptors();
        List<Engine> made = new ArrayList<>();
        assertThatThrownBy(() ->
                        plan.onDescriptor((site, listeners) -> {
                            if (made.size() == 2) throw new IOException("enough");
                            EpollModel epoll = new EpollModel();
                            made.add(
                                    new LoopEngine(
                                            site,
                                            EventLoop.of(site, epoll),
                                            epoll.door(listeners.getFirst()),
                                            10));
                            return made.getLast();
                        }))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("enough");
        assertThat(Footprint.descriptors()).hasSameSizeAs(before);
        Footprint.awaitNoThreads();
    }

    /** A fallback, or whoever tries again, still has the connections that wait in its queue. */
    @Test
    void whatWasGivenIsStillThereIfNoEngineCanBeMade() throws Exception {
        assumeTrue(Posix.reason() == null, Posix::reason);
        Endpoint free = Endpoint.parse("tcp://127.0.0.1:0");
        int fd = BoundByOthers.listening(free, false);
        List<String> before = Footprint.descriptors();
        GivenSocket given =
                GivenSocket.of(fd, Endpoint.parse("fd://" + fd)); // the server closes it
        try (Wire early = Wire.connect(given.endpoint(), 0)) {
            Plan plan = plan(new ServerObserver() {}, List.of(given));
            assertThatThrownBy(() ->
                            plan.onDescriptor((_, _) -> {
                                throw new IOException("no engine");
                            }))
                    .hasMessageContaining("no engine");
            assertThat(given.isOpen()).isTrue();
            try (Server server =
                    Server.at("fd://" + fd).codec(Rig.CODEC).model(Model.EPOLL).serve(Rig.ECHO)) {
                assertThat(server.endpoint()).isEqualTo(given.endpoint());
                early.echo("from the queue");
            }
        }
        assertThat(Footprint.descriptors()).hasSizeLessThan(before.size() + 1);
        Footprint.awaitNoThreads();
    }
}
