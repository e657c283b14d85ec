package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final String WELCOME = "You are guest in #lobby. What you type goes there.";

    private static @Nullable String take(Login entry, String line) {
        return entry.take(ServerLine.of(line));
    }

    private static void greet(Login entry) {
        assertThat(take(entry, "Be kind.")).isNull();
        assertThat(take(entry, "*** guest has come in")).isNull();
        assertThat(take(entry, "= you are in #lobby: @guest")).isNull();
    }

    @Test
    void takesNameThenRoomThenTheEcho() {
        Login entry = new Login("ada", "tea", true);
        greet(entry);
        assertThat(take(entry, WELCOME)).isEqualTo("/nick ada");
        assertThat(take(entry, "<bob> guest is now ada")).isNull();
        assertThat(take(entry, "*** bob is now ada")).isNull();
        assertThat(take(entry, "*** guest is now ada")).isEqualTo("/join #tea");
        assertThat(take(entry, "*** ada has come in")).isNull();
        assertThat(take(entry, "= you are in #tea: @ada")).isEqualTo("/part #lobby");
        assertThat(take(entry, "= you are in #tea: @ada")).isEqualTo("/echo on");
        assertThat(entry.isDone()).isFalse();
        assertThat(take(entry, "= your own messages come back to you when stored")).isNull();
        assertThat(entry.isDone()).isTrue();
        assertThat(entry.refusal()).isNull();
        assertThat(entry.place().name()).isEqualTo("ada");
        assertThat(entry.place().room()).isEqualTo("#tea");
    }

    @Test
    void whoWantsNothingIsInAtOnce() {
        Login entry = new Login("", "", false);
        greet(entry);
        assertThat(take(entry, WELCOME)).isNull();
        assertThat(entry.isDone()).isTrue();
    }

    @Test
    void whoIsRefusedIsInUnderAnotherName() {
        Login entry = new Login("ada", "#locked", false);
        greet(entry);
        assertThat(take(entry, WELCOME)).isEqualTo("/nick ada");
        assertThat(take(entry, "! the name ada is taken; ada_2 is free"))
                .isEqualTo("/join #locked");
        assertThat(take(entry, "! #locked needs a key")).isNull();
        assertThat(entry.isDone()).isTrue();
        assertThat(entry.refusal()).isEqualTo("the name ada is taken; ada_2 is free");
        assertThat(entry.place().name()).isEqualTo("guest");
        assertThat(entry.place().room()).isEqualTo("#lobby");
    }

    @Test
    void whatOthersSayMeanwhileIsNoPartOfIt() {
        Login entry = new Login("ada", "", true);
        greet(entry);
        String _ = take(entry, WELCOME);
        assertThat(entry.concerns(ServerLine.of("<bob> hello"))).isFalse();
        assertThat(entry.concerns(ServerLine.of("*** bob has come in"))).isFalse();
        assertThat(entry.concerns(ServerLine.of("*** guest is now ada"))).isTrue();
    }
}
