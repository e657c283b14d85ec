package io.fairlead.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShippedTest {
    @Test
    void portsAreDistinctAndNeedNoRoot() {
        assertThat(Arrays.stream(Shipped.values()).map(Shipped::port))
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 7000 && port < 7100);
    }

    @ParameterizedTest
    @EnumSource(Shipped.class)
    void wordsFindThem(Shipped shipped) {
        assertThat(Shipped.find(shipped.word())).contains(shipped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "ECHO~tcp://127.0.0.1:7007~printf 'hello\\n' | nc -N 127.0.0.1 7007",
                "ECHO~tcp://*:7007~printf 'hello\\n' | nc -N 127.0.0.1 7007",
                "ECHO~tcp://[::]:7007~printf 'hello\\n' | nc -N ::1 7007",
                "ECHO~tcp://[::1]:7007~printf 'hello\\n' | nc -N ::1 7007",
                "UPPER~unix:///run/x.sock~printf 'hello\\n' | nc -NU /run/x.sock",
                "UPPER~unix:///run/it's here~printf 'hello\\n' | nc -NU '/run/it'\\''s here'",
                "UPPER~unix:-x~printf 'hello\\n' | nc -NU './-x'",
                "ECHO~udp://127.0.0.1:7007~printf 'hello' | socat -t1 - UDP:127.0.0.1:7007",
                "ECHO~udp://239.1.2.3%lo:7007~"
                        + "printf 'hello' | fairlead connect -q udp://239.1.2.3%lo:7007",
                "ECHO~udp://[::1]:7007~printf 'hello' | socat -t1 - UDP6:[::1]:7007",
                "DAYTIME~tcp://127.0.0.1:7013~nc -N 127.0.0.1 7013 </dev/null",
                "DAYTIME~unix:///run/x.sock~nc -NU /run/x.sock </dev/null",
                "TIME~tcp://:7037~nc -N 127.0.0.1 7037 </dev/null | od -An -tu4 --endian=big",
                "CHARGEN~tcp://127.0.0.1:7019~nc 127.0.0.1 7019 </dev/null | head -3",
                "CHARGEN~unix:///run/x.sock~nc -U /run/x.sock </dev/null | head -3",
            })
    void theCommandToTryItFitsTheEndpoint(Shipped shipped, String endpoint, String command) {
        assertThat(shipped.tryIt(Endpoint.parse(endpoint))).isEqualTo(command);
    }
}
