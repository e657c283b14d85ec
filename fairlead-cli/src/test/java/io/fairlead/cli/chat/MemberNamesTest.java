package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemberNamesTest {
    @Test
    void knowsWhoIsThere() {
        MemberNames members = new MemberNames();
        Stream.of(
                        "= you are in #lobby: @ada bob",
                        "= in #tea: cleo",
                        "*** dora has come in",
                        "*** bob is gone (read too slowly)",
                        "*** cleo is now Cleopatra",
                        "#tea <eve> hello",
                        "<ada> zoe has come in",
                        "= #lobby (2): tea at four")
                .map(ServerLine::of)
                .forEach(members::heard);
        assertThat(members.names()).containsExactly("ada", "Cleopatra", "dora", "eve");
    }
}
