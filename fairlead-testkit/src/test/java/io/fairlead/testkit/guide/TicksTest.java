package io.fairlead.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.testkit.SimulatedConversation;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.junit.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The code of docs/testing.md that has handlers. */
class TicksTest {
    // region: handler
    /** Says which hour it is, eight times. */
    static void tick(Connection connection) throws IOException {
        for (int hour = 1; hour <= 8 && connection.sleep(Duration.ofHours(1)); hour++) {
            connection.writeLine("hour " + hour);
        }
    }

    // endregion

    // region: test
    @Seeds(200)
    void everyHourComes(SimulatedNetwork net) {
        net.limits(Limits.builder().idleTimeout(Duration.ofHours(2)).build());
        net.converse("tcp://clock:7000", TicksTest::tick);
        List<String> heard = new ArrayList<>();
        Handler listener =
                connection -> {
                    for (String line; (line = connection.readLine()) != null; ) heard.add(line);
                };
        SimulatedConversation lamp = net.connect("lamp", "tcp://clock:7000", listener);
        net.run(Duration.ofDays(1));
        List<String> all = IntStream.rangeClosed(1, 8).mapToObj(hour -> "hour " + hour).toList();
        assertThat(String.join("", all)).startsWith(String.join("", heard)); // or a part of a line
        if (!lamp.isCut()) assertThat(heard).isEqualTo(all);
    }
    // endregion
}
