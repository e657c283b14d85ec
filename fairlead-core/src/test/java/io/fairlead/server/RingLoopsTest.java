package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Slab;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.uring.IoUring;
import io.fairlead.posix.uring.IoUringSetup;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.loop.IoUringModel;
import io.fairlead.server.site.Engine;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where io_uring cannot be had, epoll serves, or a selector; and each reason is told once. */
@Timeout(120)
class RingLoopsTest {
    private final List<String> told = new ArrayList<>();
    private final ServerObserver observer =
            new ServerObserver() {
                @Override
                public void onFallback(Model wanted, Model used, String reason) {
                    told.add(wanted.word() + " -> " + used.word() + ": " + reason);
                }
            };

    @BeforeEach
    void warmUp() throws Exception {
        Footprint.warmUp();
    }

    @Test
    void aRefusedRingIsToldOnceWhateverTheLoops() throws Exception {
        serves(2, () -> IoUringSetup.refused(Errno.ENOSYS));
        assertThat(told)
                .containsExactly(
                        "io_uring -> epoll: io_uring_setup: ENOSYS, the kernel has no io_uring, or"
                                + " a filter hides it");
    }

    @Test
    void aContainerThatForbidsItIsNamed() throws Exception {
        serves(1, () -> IoUringSetup.refused(Errno.EPERM));
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("io_uring -> epoll: io_uring_setup: EPERM, ");
    }

    @Test
    void ringsForSomeLoopsAreGivenBack() throws Exception {
        String reason = Model.IO_URING.reason();
        assumeTrue(reason == null, reason);
        Queue<Supplier<IoUringSetup>> answers = new ArrayDeque<>();
        answers.add(IoUringModel::attempt);
        answers.add(() -> IoUringSetup.refused(Errno.ENOMEM));
        int before = Footprint.descriptors().size();
        serves(3, () -> answers.remove().get());
        assertThat(Footprint.descriptors()).hasSizeLessThanOrEqualTo(before);
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("io_uring -> epoll: io_uring_setup: ENOMEM, ");
    }

    /** The ring was had, and is gone before the loop begins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRingThatIsGoneIsOneThatIsNotHad(int loops) throws Exception {
        String reason = Model.IO_URING.reason();
        assumeTrue(reason == null, reason);
        int before = Footprint.descriptors().size();
        List<IoUring> taken = new ArrayList<>();
        serves(
                loops,
                () -> {
                    IoUringSetup setup = IoUringModel.attempt();
                    taken.add(new IoUring(new Posix(), setup)); // so the loop cannot have it
                    return setup;
                });
        taken.forEach(IoUring::close);
        assertThat(Footprint.descriptors()).hasSizeLessThanOrEqualTo(before);
        Footprint.awaitNoThreads();
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("io_uring -> epoll: io_uring_setup: EBADF");
    }

    @Test
    void withoutNativeCallsThatIsTheReason() {
        RingLoops loops = new RingLoops("not on this system", IoUringModel::attempt);
        assertThat(loops.reason()).isEqualTo("not on this system");
    }

    @Test
    void theOrder() {
        assertThat(Model.IO_URING.fallback()).isEqualTo(Model.EPOLL);
        assertThat(Model.EPOLL.fallback()).isEqualTo(Model.SELECTOR);
        assertThat(Model.SELECTOR.fallback()).isNull();
    }

    private void serves(int loops, Supplier<IoUringSetup> rings) throws Exception {
        Terms terms =
                new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, new Slab(1 << 20), System::nanoTime);
        Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:0");
        Plan plan =
                new Plan(
                        endpoint,
                        terms,
                        null,
                        observer,
                        DatagramOptions.DEFAULT,
                        loops,
                        0,
                        null,
                        Entrance.OPEN,
                        List.of());
        Engine engine = new RingLoops(null, rings).streams(plan);
        try (Wire wire = Wire.connect(engine.site().endpoint, 0)) {
            wire.echo("served all the same");
        } finally {
            engine.drain();
            assertThat(engine.awaitEnd(Duration.ofSeconds(10))).isTrue();
        }
    }
}
