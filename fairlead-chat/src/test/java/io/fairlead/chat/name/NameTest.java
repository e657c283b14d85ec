package io.fairlead.chat.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be a name, and when two are the same or look alike. */
class NameTest {
    @ParameterizedTest
    @CsvSource({
        "ada, ADA", // case
        "stra\u00DFe, STRASSE", // full case folding
        "\uFF41da, ada", // wide letters: NFKC
        "e\u0301va, \u00E9va", // composed or not
        "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2, \u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3",
    })
    void theSame(String one, String other) throws Exception {
        assertThat(Name.ofMember(one).key()).isEqualTo(Name.ofMember(other).key());
        assertThat(Name.ofMember(one).looksLike(Name.ofMember(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ada, \u0430d\u0430", // Cyrillic
        "bob0, bobO",
        "Ivan, lvan", // capital I, small l
        "modern, modem",
        "paypal, \u0440\u0430ypal",
    })
    void lookAlikes(String one, String other) throws Exception {
        Name first = Name.ofMember(one);
        Name second = Name.ofMember(other);
        assertThat(first.key()).isNotEqualTo(second.key());
        assertThat(first.looksLike(second)).isTrue();
        assertThat(second.looksLike(first)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ada, grace", "\u6797, \u68EE", "anna, \u0410\u043D\u043D\u0430", "ann, anne"})
    void different(String one, String other) throws Exception {
        assertThat(Name.ofMember(one).looksLike(Name.ofMember(other))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "[x]^`{|}\\_-",
                "\u6797",
                "\u0928\u092E\u0938\u094D\u0924\u0947",
                "\uD83D\uDE00",
                "42nd"
            })
    void allowed(String name) throws Exception {
        assertThat(Name.ofMember(name).shown()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\u00A0b",
                "#room",
                "a,b",
                "a!b",
                "a@b",
                "a*",
                "a.b",
                "a:b",
                "~a",
                "+a",
                "%a",
                "$a",
                "\u001b[31m",
                "a\u0007",
                "a\u202Eb",
                "a\u200Bb",
                "a\u2028b",
                "\uD800",
                "\uFFFD",
                "\uE000",
                "\u0301a",
                "a\u0301\u0301\u0301\u0301\u0301",
                "a\uFF0Cb", // a comma after NFKC
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            })
    void refused(String name) {
        assertThatThrownBy(() -> Name.ofMember(name))
                .isInstanceOf(NameException.class)
                .message()
                .doesNotContain("\u001b", "\u202E", "\u0007");
    }

    @Test
    void rooms() throws Exception {
        assertThat(Name.ofRoom("tea")).isEqualTo(Name.ofRoom("#tea"));
        assertThat(Name.ofRoom("#Tea").key()).isEqualTo("#tea");
        assertThatThrownBy(() -> Name.ofRoom("#")).hasMessageContaining("a letter");
        assertThatThrownBy(() -> Name.ofRoom("#a,b")).hasMessageContaining("cannot have ,");
        assertThatThrownBy(() -> Name.ofRoom("#a\u0007")).hasMessageContaining("\\x07");
    }
}
