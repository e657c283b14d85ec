package io.fairlead.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private final List<String> lines = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final FailureLog log = new FailureLog(lines::add, later::add);

    private static IllegalStateException failure(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void theFirstOfAKindHasItsStackAndTheNextHasALine() {
        log.log("somebody", failure("one"));
        log.log("somebody else", failure("two"));
        assertThat(lines.getFirst())
                .startsWith("somebody: java.lang.IllegalStateException: one (at ")
                .contains("\n    at ");
        assertThat(lines.getLast())
                .startsWith("somebody else: java.lang.IllegalStateException: two (at ")
                .doesNotContain("\n");
    }

    /**
     * A peer that has a say in the message must not write lines of its own, nor move the cursor.
     */
    @Test
    void whatAPeerSaysIsEscaped() {
        Exception failure = new IllegalStateException("x\nERROR forged", failure("\u001b[2J\r"));
        log.log("somebody", failure);
        assertThat(lines.getFirst())
                .contains("x\\x0aERROR forged")
                .contains("caused by java.lang.IllegalStateException: \\x1b[2J\\x0d")
                .doesNotContain("\nERROR", "\u001b", "\r");
    }

    @Test
    void aFloodIsSummedUp() {
        for (int i = 0; i <= 1_000; i++) log.log("peer " + i, failure("no"));
        assertThat(lines).hasSizeLessThan(1_000); // by how much, the machine's speed decides
        assertThat(later).isNotEmpty();
        int told = lines.size();
        int untold = 1_001 - told;
        later.getLast().run();
        assertThat(lines.getLast())
                .startsWith(untold + " more failures, the last of them: peer ")
                .contains("IllegalStateException: no");
    }

    @Test
    void aFloodOfLinesIsSummedUp() {
        for (int i = 0; i <= 1_000; i++) log.log("line " + i);
        assertThat(lines).startsWith("line 0").hasSizeLessThan(1_000);
        later.getLast().run();
        assertThat(lines.getLast()).endsWith("more failures, the last of them: line 1000");
    }

    @Test
    void neitherAnExceptionNorALoggerThatThrowsIsAnybodysProblem() {
        log.log(
                "somebody",
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("in getMessage");
                    }

                    @Override
                    public synchronized Throwable getCause() {
                        throw new IllegalStateException("in getCause");
                    }
                });
        assertThat(lines.getFirst())
                .startsWith("somebody: " + FailureLogTest.class.getName() + "$1");
        FailureLog broken =
                new FailureLog(
                        line -> {
                            throw new AssertionError("a logger's fault");
                        },
                        Runnable::run);
        broken.log("somebody", failure("no"));
    }
}
