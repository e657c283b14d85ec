package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecNamesTest {
    @ParameterizedTest
    @CsvSource({
        "lines, lines:65536",
        "lines:4096, lines:4096",
        "crlf, crlf:65536",
        "text, text:65536",
        "text-crlf:512, text-crlf:512",
        "raw, raw",
        "fixed:32, fixed:32",
        "length:1, length:1",
        "length:4be, length:4",
        "length:4le, length:4le",
        "varint, varint:65536",
        "varint:9, varint:9",
        "delimiter:ab, delimiter:\\x61\\x62",
        "delimiter:\\0, delimiter:\\x00",
        "delimiter:\\r\\n, delimiter:\\x0d\\x0a",
        "delimiter:\\a\\b\\f\\v\\t\\\\, delimiter:\\x07\\x08\\x0c\\x0b\\x09\\x5c",
        "delimiter:\\x1e1, delimiter:\\x1e\\x31",
        "delimiter:\\x1z, delimiter:\\x01\\x7a",
        "delimiter:\\3770, delimiter:\\xff\\x30",
        "delimiter:\\189, delimiter:\\x01\\x38\\x39",
        "delimiter:\\\"\\', delimiter:\\x22\\x27",
        "delimiter::, delimiter:\\x3a",
        "delimiter:é, delimiter:\\xc3\\xa9",
    })
    void knowsTheNames(String name, String codec) {
        assertThat(Codec.parse(name)).hasToString(codec);
        assertThat(Codec.parse(codec)).hasToString(codec);
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, there is no such codec",
        "'', there is no such codec",
        "lines:, there is nothing after the colon",
        "lines:many, \"many\" is not a number of bytes",
        "lines:0, a frame limit of 0 bytes",
        "lines:99999999999, is not a number of bytes",
        "raw:1, raw takes no parameter",
        "fixed, \"\" is not a number of bytes",
        "fixed:-1, a frame limit of -1 bytes",
        "length:5, it must be 1",
        "length:le, \"\" is not a number of bytes",
        "delimiter, a delimiter of 0 bytes",
        "delimiter:\\, a lone \\ at the end",
        "delimiter:\\400, \\400 is not an escape for one byte",
        "delimiter:\\xq, \\x is not an escape for one byte",
        "delimiter:\\q, \\q is not an escape for one byte",
        "delimiter:\\9, \\9 is not an escape for one byte",
    })
    void saysWhatIsWrongAndWhatThereIs(String name, String why) {
        assertThatThrownBy(() -> Codec.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("codec \"" + name + "\": ")
                .hasMessageContaining(why)
                .hasMessageContaining("Known: lines, crlf");
    }
}
