package io.fairlead.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Eventually;
import io.fairlead.server.Footprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs with pipes, one thread for all. */
@Timeout(120)
class ProgramRunnerTest {
    private static final int BULK_BYTES = 16 * 1024 * 1024;

    private final List<String> before = Footprint.descriptors();
    private final ProgramRunner runner = open();

    private static ProgramRunner open() {
        try {
            return new ProgramRunner("fairlead test programs");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps what a program writes. */
    private static class Notes implements ProgramListener {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Semaphore taken = new Semaphore(0);
        final CountDownLatch wrote = new CountDownLatch(1);
        final CompletableFuture<ProgramEnd> end = new CompletableFuture<>();

        @Override
        public boolean onOutput(Output output, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            (output == Output.STANDARD ? out : err).writeBytes(copy);
            wrote.countDown();
            return true;
        }

        @Override
        public void onInputTaken() {
            taken.release();
        }

        @Override
        public void onEnd(ProgramEnd how) {
            end.complete(how);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        runner.close();
        assertThat(Footprint.descriptors()).hasSameSizeAs(before);
        assertThat(Footprint.threads()).doesNotContain("fairlead test programs");
        assertThat(Footprint.children()).isEmpty();
    }

    private static Program sh(String script) {
        return Program.of("sh", "-c", script).environment(Map.of("PATH", "/usr/bin:/bin"));
    }

    @Test
    void inputOutputErrorAndStatusArePartedFromEachOther() throws Exception {
        Notes notes = new Notes();
        ProgramRun run = runner.start(sh("read a; echo got $a; echo oh >&2; exit 3"), notes);
        assertThat(run.write(ByteBuffer.wrap("hello\n".getBytes(UTF_8)))).isTrue();
        assertThat(notes.end.get()).isEqualTo(new ProgramEnd(3, 0, null));
        assertThat(notes.out.toString(UTF_8)).isEqualTo("got hello\n");
        assertThat(notes.err.toString(UTF_8)).isEqualTo("oh\n");
    }

    @Test
    void aSignalIsNoStatus() throws Exception {
        Notes killed = new Notes();
        Notes exited = new Notes();
        runner.start(sh("kill -SEGV $$"), killed);
        runner.start(sh("exit 139"), exited);
        assertThat(killed.end.get()).isEqualTo(new ProgramEnd(-1, 11, null));
        assertThat(exited.end.get()).isEqualTo(new ProgramEnd(139, 0, null));
    }

    @Test
    void bulkGoesThroughCatWhole() throws Exception {
        byte[] bulk = new byte[BULK_BYTES];
        new Random(1).nextBytes(bulk);
        Notes notes = new Notes();
        ProgramRun run = runner.start(Program.of("cat"), notes);
        for (int at = 0; at < bulk.length; at += 32_768) {
            if (!run.write(ByteBuffer.wrap(bulk, at, 32_768))) notes.taken.acquire();
        }
        run.closeInput();
        assertThat(notes.end.get().isSuccess()).isTrue();
        assertThat(notes.out.toByteArray()).isEqualTo(bulk);
    }

    @Test
    void whoIsNotReadFromWaitsAndOthersDoNot() throws Exception {
        List<ByteBuffer> offers = new ArrayList<>();
        Semaphore offered = new Semaphore(0);
        Notes slow =
                new Notes() {
                    @Override
                    public boolean onOutput(Output output, ByteBuffer bytes) {
                        offers.add(bytes);
                        offered.release();
                        return offers.size() > 2 && super.onOutput(output, bytes);
                    }
                };
        ProgramRun run = runner.start(sh("head -c 1000000 /dev/zero"), slow);
        offered.acquire();
        Notes other = new Notes();
        runner.start(sh("echo other"), other);
        assertThat(other.end.get().isSuccess()).isTrue();
        assertThat(offers).as("nothing is read meanwhile").hasSize(1);
        run.resumeOutput(); // refused again
        offered.acquire();
        run.resumeOutput();
        assertThat(slow.end.get().isSuccess()).isTrue();
        assertThat(slow.out.size()).isEqualTo(1_000_000);
    }

    @Test
    void inputThatNobodyReadsIsDropped() throws Exception {
        Notes notes = new Notes();
        ProgramRun run =
                runner.start(sh("exec <&-; echo closed; read a < /dev/null; exit 0"), notes);
        notes.wrote.await();
        while (!run.write(ByteBuffer.allocate(32_768))) notes.taken.acquire();
        assertThat(notes.end.get().isSuccess()).isTrue();
    }

    @Test
    void whatIgnoresTheTermSignalIsKilledWithItsGroup() throws Exception {
        Notes notes = new Notes();
        ProgramRun run =
                runner.start(
                        sh("trap '' TERM; sleep 1000 & echo up; while :; do wait; done"), notes);
        notes.wrote.await();
        assertThat(Footprint.children()).isNotEmpty();
        run.stop(Duration.ofMillis(50));
        assertThat(notes.end.get()).isEqualTo(new ProgramEnd(-1, 9, null));
        assertThat(ProcessHandle.of(run.pid())).isEmpty();
    }

    @Test
    void whatIsLeftOfTheGroupEndsWithTheProgram() throws Exception {
        Notes notes = new Notes();
        runner.start(sh("sleep 1000 & echo $!"), notes);
        assertThat(notes.end.get(60, TimeUnit.SECONDS).isSuccess()).isTrue();
        long sleep = Long.parseLong(notes.out.toString(UTF_8).strip());
        Eventually.until(
                () -> "sleep " + sleep + " is gone", () -> ProcessHandle.of(sleep).isEmpty());
    }

    @Test
    void whoLeftTheGroupAndHoldsTheOutputIsNotWaitedFor() throws Exception {
        Notes notes = new Notes();
        runner.start(sh("setsid sleep 1000 & echo $!"), notes);
        assertThat(notes.end.get(60, TimeUnit.SECONDS).isSuccess()).isTrue();
        long sleep = Long.parseLong(notes.out.toString(UTF_8).strip());
        ProcessHandle.of(sleep).ifPresent(ProcessHandle::destroyForcibly);
        Eventually.until(
                () -> "sleep " + sleep + " is gone", () -> ProcessHandle.of(sleep).isEmpty());
    }

    @Test
    void whatIsNotThereIsToldAsAnEnd() throws Exception {
        Notes notes = new Notes();
        Program nothing = new Program(Path.of("/no/such"), List.of(), Map.of(), null);
        runner.start(nothing, notes);
        assertThat(notes.end.get().failure()).hasMessage("No such file or directory");
    }

    @Test
    void closingKillsWhatRuns() throws Exception {
        Notes notes = new Notes();
        runner.start(sh("trap '' TERM; echo up; sleep 1000"), notes);
        notes.wrote.await();
        runner.close();
        assertThat(notes.end).isCompletedWithValue(new ProgramEnd(-1, 9, null));
    }
}
