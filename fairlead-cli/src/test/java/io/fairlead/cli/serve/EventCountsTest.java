package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventCountsTest {
    private final EventCounts counts = new EventCounts();

    private long admitted(String name, int events) {
        return IntStream.range(0, events).filter(_ -> counts.admit(name)).count();
    }

    @Test
    void theFirstOfASecondAreInFullTheOthersOneLine() {
        assertThat(admitted("opened", 1_284)).isEqualTo(EventCounts.CLIENT_MAX);
        assertThat(admitted("closed", 3)).isEqualTo(3);
        assertThat(counts.next())
                .extracting(LogEvent::words)
                .containsExactly("... and 1,234 more opened in the last second");
        assertThat(counts.next()).isEmpty();
        assertThat(admitted("opened", 1)).isEqualTo(1);
    }

    @Test
    void whoRanWhatIsAlwaysInFull() {
        assertThat(admitted("command", 10_000)).isEqualTo(10_000);
        assertThat(counts.next()).isEmpty();
    }

    @Test
    void programsSeeTheCountAsANumber() {
        long _ = admitted("stderr", EventCounts.OTHER_MAX + 7);
        assertThat(LogFormat.JSON.line(counts.next().getFirst()))
                .contains("\"event\":\"more\"")
                .contains("\"of\":\"stderr\",\"count\":7");
    }
}
