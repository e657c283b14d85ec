package io.fairlead.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Octets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the first bytes of well-known protocols are called. */
class MessageNamesTest {
    private static final String QUERY =
            "1234010000010000 00000000 0765 78616d706c65 036f7267 00 00010001";

    private final MessageNames messages = new MessageNames(true, 50_000, 7000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | GET /a HTTP/1.1~Host: example.org~~ | HTTP request GET /a for example.org",
                "false | HTTP/1.1 404 Not Found~~ | HTTP response 404 Not Found",
                "false | HTTP/1.1 200~~ | HTTP response 200",
                "true | PRI * HTTP/2.0~~SM~~ | HTTP/2 begins",
                "true | *2~$3~GET~$4~name~ | Redis command GET name",
                "true | NICK ada~ | IRC NICK ada",
                "true | GET lost | ''",
                "false | +OK~ | ''",
                "true | NICKEL and dime~ | ''",
            })
    void whatIsNamedAndWhatIsNot(boolean fromClient, String text, String words) {
        assertThat(words(text, fromClient)).isEqualTo(words);
    }

    @Test
    void anAnswerIsNamedByWhatWasAsked() {
        assertThat(words("*1~$4~PING~", true)).isEqualTo("Redis command PING");
        assertThat(words("+PONG~", false)).isEqualTo("Redis reply PONG");
        assertThat(words("-ERR no~", false)).isEqualTo("Redis error ERR no");
        assertThat(words("$-1~", false)).isEqualTo("Redis reply: no value");
        assertThat(words("$5~hello~", false)).isEqualTo("Redis reply \"hello\"");
        assertThat(words("*3~:1~", false)).isEqualTo("Redis reply, a list of 3");
    }

    @Test
    void ircGoesOnAfterItHasBegun() {
        words("NICK ada~", true);
        assertThat(words(":irc.example 001 ada :Welcome~", false))
                .isEqualTo("IRC 001 ada :Welcome");
        assertThat(words("PRIVMSG #lobby :hi\u001b~", true))
                .isEqualTo("IRC PRIVMSG #lobby :hi\\x1b");
    }

    @Test
    void dns() {
        MessageNames dns = new MessageNames(false, 50_000, 53);
        assertThat(dns.words(octets(QUERY), true)).isEqualTo("DNS query: A of example.org");
        String answered = "123481800001000200000000" + QUERY.replace(" ", "").substring(24);
        String answer =
                answered + "c00c0001000100000e1000045db8d822" + "c00c0001000100000e10000401020304";
        assertThat(dns.words(octets(answer), false))
                .isEqualTo("DNS answer: A of example.org is 93.184.216.34 and 1 more");
        String none = answered.replaceFirst("12348180", "12348183");
        assertThat(dns.words(octets(none), false))
                .isEqualTo("DNS answer: A of example.org: no such name (NXDOMAIN)");
        String circle = "123401000001000000000000" + "c00c" + "00010001";
        assertThat(dns.words(octets(circle), true)).isEmpty();
    }

    @Test
    void noBytesWhateverMakeItFail() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageNames dns = new MessageNames(false, 53, 53);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 6 && i % 2 == 0) {
                bytes[0] = 22;
                bytes[1] = 3;
                bytes[2] = 3;
                bytes[5] = (byte) (1 + i % 4 / 2);
            }
            assertThat(messages.words(Octets.of(bytes), true)).as("seed " + seed).isNotNull();
            assertThat(dns.words(Octets.of(bytes), true)).as("seed " + seed).isNotNull();
        }
    }

    private String words(String text, boolean fromClient) {
        byte[] bytes = text.replace("~", "\r\n").getBytes(ISO_8859_1);
        return messages.words(Octets.of(bytes), fromClient);
    }

    private static Octets octets(String hex) {
        return Octets.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
