package io.fairlead.chat.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every number in a line of a protocol has ASCII digits, whatever the locale of the server. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocaleTest {
    private final Locale usual = Locale.getDefault();

    @BeforeEach
    void goToEgypt() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat("%d".formatted(7)).isEqualTo("\u0667");
    }

    @AfterEach
    void comeBack() {
        Locale.setDefault(usual);
    }

    @Test
    void numbersAreAscii() throws Exception {
        try (Inn inn = Inn.usual();
                Guest lines = Guest.at(inn.port(Doors.LINES));
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "server-time message-tags")) {
            lines.type(
                    "/rooms", "/help", "said", "/history", "/history x", "/join " + "x".repeat(60));
            assertThat(lines.await("= #lobby")).isEqualTo("= #lobby (1)");
            lines.await("= that was all of 1");
            lines.await("! a room's name has at most 50 bytes in UTF-8; this one has 61");
            ada.type("JOIN #a", "MODE #a +l 77", "MODE #a", "TIME", "LUSERS", "WHOIS ada", "LIST");
            ada.type("TOPIC #a :x", "TOPIC #a", "CHATHISTORY LATEST #a * 5", "PING end");
            ada.await("MODE #a +l 77");
            ada.await("PONG");
            List<String> all = new ArrayList<>(lines.soFar());
            all.addAll(ada.soFar());
            assertThat(all).allMatch(line -> line.chars().allMatch(c -> c < 0x80));
        }
    }
}
