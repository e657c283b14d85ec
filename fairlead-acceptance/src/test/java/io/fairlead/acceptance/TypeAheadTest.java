package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead connect} on a terminal, with a person who types fast. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypeAheadTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @RepeatedTest(3)
    void whatIsTypedRightAfterConnectedToIsSent() throws Exception {
        RunningServer server = programs.serve("upper=0");
        String typist =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/typist.py")
                        .toString();
        Outcome outcome =
                programs.client(
                                "python3",
                                typist,
                                "connected to",
                                "hello\\r",
                                "HELLO",
                                "\\x04",
                                "--",
                                Programs.fairlead(),
                                "connect",
                                "--no-history",
                                server.served().getFirst().endpoint())
                        .environment("TERM", "xterm-256color")
                        .run();
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("HELLO", "sent 6 bytes, received 6 bytes");
    }
}
