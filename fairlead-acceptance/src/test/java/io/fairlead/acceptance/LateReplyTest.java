package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that has ended its direction still gets an answer that takes its time. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateReplyTest {
    private static final Duration DELAY = Duration.ofMillis(500);

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void answerAfterTheHalfCloseArrives(Model model) throws Exception {
        RunningServer server =
                programs.serve("upper=0", "--delay", "500ms", "--model", model.word());
        Outcome outcome = programs.nc(server.port()).input("hello\n").run();
        assertThat(outcome.output()).isEqualTo("HELLO\n");
        assertThat(outcome.took()).isGreaterThanOrEqualTo(DELAY);
        assertThat(server.output().await("closed")).contains("peer closed; 6 bytes in, 6 out");
    }
}
