package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogEventTest {
    private static LogEvent closed(@Nullable String detail, @Nullable Throwable failure) {
        return LogEvent.closed(
                new ConnectionReport(
                        3,
                        Endpoint.tcp("127.0.0.1", 7007),
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40_000),
                        5,
                        6,
                        Duration.ofSeconds(2),
                        0,
                        CloseReason.SERVICE_CLOSED,
                        detail,
                        failure));
    }

    @Test
    void theServicesOwnWordsAreTold() {
        LogEvent event = closed("wrong password", null);
        assertThat(event.words()).contains(" (wrong password); 5 bytes in, 6 out");
        assertThat(event.fields()).containsEntry("detail", "wrong password");
    }

    @Test
    void anErrorIsToldWhereTheServiceSaysNothing() {
        LogEvent event = closed(null, new IOException("a failure"));
        assertThat(event.words()).contains(" (a failure); 5 bytes in");
        assertThat(event.fields()).doesNotContainKey("detail").containsEntry("error", "a failure");
    }
}
