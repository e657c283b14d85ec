package io.fairlead.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.uring.IoUringSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told of this machine is true, and telling it leaves nothing behind. */
class FacilitiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whatEveryLinuxHasWorks() {
        assertThat(Facilities.probe())
                .filteredOn(Facility::works)
                .extracting(Facility::name)
                .contains(
                        "native calls",
                        "epoll",
                        "SO_REUSEPORT",
                        "abstract Unix names",
                        "SCM_RIGHTS",
                        "posix_spawn",
                        "pidfd");
    }

    @Test
    void ringsAreToldAsTheKernelAnswers() {
        IoUringSetup setup = IoUringSetup.attempt(8, 16);
        String reason = setup.reason();
        setup.close();
        assertThat(named("io_uring").reason()).isEqualTo(reason);
        if (reason == null) return;
        assertThat(named("io_uring multishot recv").reason()).isEqualTo(reason);
    }

    private static Facility named(String name) {
        return Facilities.probe().stream()
                .filter(facility -> facility.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void javaLangIsClosedUnlessTheCommandLineOpensIt() {
        Module own = FacilitiesTest.class.getModule();
        Facility opened = named("java.lang opened");
        assertThat(opened.works()).isEqualTo(Object.class.getModule().isOpen("java.lang", own));
        if (!opened.works()) assertThat(opened.reason()).contains("--add-opens java.base/");
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Facilities.probe(); // what the JDK opens once
        List<String> before = descriptors();
        for (int i = 0; i < 20; i++) Facilities.probe();
        assertThat(descriptors()).hasSameSizeAs(before);
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fairlead probe"));
    }

    private static List<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(Path::toString).toList();
        }
    }

    @Test
    void aRefusalNamesTheCallAndTheError() {
        Facilities.Attempt attempt =
                new Facilities.Attempt(
                        "x", "", resources -> resources.socket(4242, SocketConstants.SOCK_STREAM));
        assertThat(Facilities.reason(attempt, PATIENCE))
                .isEqualTo("socket: EAFNOSUPPORT, Address family not supported by protocol");
    }

    @Test
    void noAnswerIsAnAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        Facilities.Attempt attempt =
                new Facilities.Attempt("x", "", _ -> awaitUninterruptibly(never));
        assertThat(Facilities.reason(attempt, Duration.ofMillis(10)))
                .isEqualTo("no answer within 10 ms");
        never.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFaultOfTheProbeIsTold() {
        Facilities.Attempt attempt =
                new Facilities.Attempt(
                        "x",
                        "",
                        _ -> {
                            throw new IllegalStateException("broken");
                        });
        assertThat(Facilities.reason(attempt, PATIENCE))
                .isEqualTo("unexpected java.lang.IllegalStateException: broken");
    }
}
