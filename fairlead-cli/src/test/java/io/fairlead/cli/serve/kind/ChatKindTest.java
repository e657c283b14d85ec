package io.fairlead.cli.serve.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The doors that {@code serve chat} opens. */
class ChatKindTest {
    private static List<String> doors(List<ServiceOffer> offers) {
        return offers.stream().map(one -> one.service().word() + "=" + one.endpoint()).toList();
    }

    @Test
    void aCertificateOpensTwoMore() {
        assertThat(doors(ChatKind.CHAT.usualTlsOffers()))
                .containsExactly("chat=tls://127.0.0.1:7110", "irc=tls://127.0.0.1:6697");
        assertThat(doors(ChatKind.IRC.usualTlsOffers()))
                .containsExactly("irc=tls://127.0.0.1:6697");
    }

    @Test
    void otherServicesHaveNoneOfTheirOwn() {
        Stream<ServiceKind> others =
                ServiceKind.all().stream().filter(kind -> !(kind instanceof ChatKind));
        assertThat(others).allMatch(kind -> kind.usualTlsOffers().isEmpty());
    }
}
