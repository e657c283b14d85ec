package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beginnings of streams, byte by byte as they may come. */
class ForeignProtocolTest {
    private final Codec codec = Codec.lines().refuseForeign();
    private final IoBuffer in = new IoBuffer(new Slab(1 << 18));

    private void begin(String stream) throws FrameException {
        for (byte one : stream.getBytes(ISO_8859_1)) {
            in.reserve(1);
            in.put(one);
            codec.checkBeginning(in);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "POST /x?y=%20 HTTP/1.0\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n",
                "PRI * HTTP/2.0\r\n"
            })
    void aRequestIsKnownByItsFirstLine(String stream) {
        assertThatThrownBy(() -> begin(stream)).hasMessageContaining("this is an HTTP request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001", "\u0016\u0003\u0003\u0002\u0000"})
    void aHandshakeIsKnownByTwoBytes(String stream) {
        assertThatThrownBy(() -> begin(stream)).hasMessageContaining("this is a TLS handshake");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1 is what I sent\n",
                "get / HTTP/1.1\n",
                "NICK ada\r\nUSER ada 0 * :HTTP/1.1\r\n",
                "hello\nGET / HTTP/1.1\n",
                "\u0016x\n",
                "\n\u0016\u0003\n"
            })
    void otherTextIsLeftAlone(String stream) {
        assertThatCode(() -> begin(stream)).doesNotThrowAnyException();
    }

    /** A stranger that sends single bytes of a long first line has no line looked at for ever. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 3_000})
    void aRequestLineHasALimit(int pathBytes) {
        String stream = "GET /" + "x".repeat(pathBytes) + " HTTP/1.1\n";
        if (pathBytes > 2_048) assertThatCode(() -> begin(stream)).doesNotThrowAnyException();
        else assertThatThrownBy(() -> begin(stream)).hasMessageContaining("HTTP");
    }
}
