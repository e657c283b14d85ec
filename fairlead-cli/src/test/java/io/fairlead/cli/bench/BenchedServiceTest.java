package io.fairlead.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.load.Load;
import io.fairlead.server.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which services and models can be compared. */
class BenchedServiceTest {
    @ParameterizedTest
    @CsvSource({"echo, raw, ECHO", "Upper, lines, ECHO", "ack, lines, ANY", "discard, raw, NONE"})
    void servicesThatAnswerEachMessage(String word, String codec, Load.Answer answer) {
        BenchedService service = BenchedService.of(word);
        assertThat(service.codec()).isEqualTo(codec);
        assertThat(service.answer()).isEqualTo(answer);
        assertThat(service.defaults().connections()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time | it sends one message",
                "daytime | it sends one message",
                "chargen | it sends without end",
                "greet | it sends first",
                "chat | a message goes to all other members",
                "irc | a message goes to all other members",
                "exec | its programs may answer anything",
                "commands | its programs may answer anything",
                "ecko | did you mean echo?",
                "echo=7007 | write echo alone",
                "7007 | unknown service",
            })
    void whatCannotBeMeasuredIsSaidWithTheReason(String word, String reason) {
        assertThatThrownBy(() -> BenchedService.of(word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void choicesOfModels() {
        assertThat(ModelChoice.parse("ALL").models()).containsExactly(Model.values());
        assertThat(ModelChoice.parse("virtual, io_uring,epoll,virtual").models())
                .containsExactly(Model.VIRTUAL, Model.EPOLL, Model.IO_URING);
        assertThatThrownBy(() -> ModelChoice.parse("epoll,virtuel"))
                .hasMessageContaining("did you mean virtual?");
        assertThatThrownBy(() -> ModelChoice.parse(""))
                .hasMessageContaining("there is no model \"\"");
    }
}
