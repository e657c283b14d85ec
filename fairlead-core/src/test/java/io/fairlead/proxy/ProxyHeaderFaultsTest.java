package io.fairlead.proxy;

import static io.fairlead.proxy.Headers.line;
import static io.fairlead.proxy.Headers.two;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no header is refused, with words that say what it is. */
class ProxyHeaderFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 56324",
                "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 1",
                "PROXY TCP4  192.0.2.7 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 ",
                "PROXY TCP4 192.0.2.07 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.256 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2 198.51.100.1 56324 443",
                "PROXY TCP4 2001:db8::7 2001:db8::1 56324 443",
                "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443",
                "PROXY TCP4 192.0.2.7 198.51.100.1 056324 443",
                "PROXY TCP4 192.0.2.7 198.51.100.1 -1 443",
                "PROXY TCP6 192.0.2.7 198.51.100.1 56324 443",
                "PROXY TCP6 2001:db8::7%1 2001:db8::1 56324 443",
                "PROXY TCP6 2001:db8:::7 2001:db8::1 56324 443",
                "PROXY TCP6 localhost localhost 56324 443",
                "PROXY TCP5 192.0.2.7 198.51.100.1 56324 443",
                "PROXY tcp4 192.0.2.7 198.51.100.1 56324 443",
                "PROXY UNKNOWNS 192.0.2.7 1 1 1",
                "PROXY TCP4 192.0.2.7 198.51.100.1 56324\n443",
            })
    void aLineThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ProxyHeader.read(line(text)))
                .isInstanceOf(ProxyHeaderException.class);
    }

    @Test
    void aLineThatIsTooLongIsRefusedBeforeItsEnd() throws ProxyHeaderException {
        String most = "PROXY UNKNOWN " + "x".repeat(91);
        assertThat(ProxyHeader.read(line(most)).bytes()).hasSize(ProxyHeader.ONE_BYTES_MAX);
        ProxyHeaderReader reader = new ProxyHeaderReader();
        assertThatThrownBy(() -> reader.add(ByteBuffer.wrap(line(most + "x"))))
                .isInstanceOf(ProxyHeaderException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11000000", // version 1
                "22000000", // no such command
                "2121000b" + "c0000207c6336401109200", // too short
                "2110000cc0000207c633640110920050", // no such transport
                "2141000cc0000207c633640110920050", // no such family
                "2100000101",
                "210000030100ff",
                "21000005030002abcd", // a checksum of two bytes
                "21001001" // too long
            })
    void bytesThatAreNoHeaderAreRefused(String behindBegin) {
        assertThatThrownBy(() -> ProxyHeader.read(two(behindBegin)))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessageContaining("PROXY header");
    }

    @Test
    void whatIsNoHeaderSaysWhatItIs() {
        assertThatThrownBy(() -> new ProxyHeaderReader().add(text("GET / HTTP/1.1\r\n")))
                .hasMessageContaining("\"GET / HTTP/1.1\"")
                .hasMessageContaining("send-proxy");
        assertThatThrownBy(() -> new ProxyHeaderReader().add(text("\u0016\u0003\u0001")))
                .hasMessageContaining("are those of a TLS handshake;");
        assertThatThrownBy(() -> new ProxyHeaderReader().add(text("PROXIED \u0000")))
                .hasMessageContaining("are 50 52 4f 58 49 45 44 20 in hex;");
        assertThatThrownBy(() -> ProxyHeader.read(line("PROXY TCP4").clone()))
                .hasMessageContaining("no whole header");
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    /** Damaged headers are refused, or are headers: nothing else is thrown, nothing is overread. */
    @Test
    void damagedHeadersAreRefusedOrRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> seeds = Headers.wellFormed();
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = damaged(seeds.get(random.nextInt(seeds.size())), random);
            ByteBuffer from = ByteBuffer.wrap(bytes);
            ProxyHeaderReader reader = new ProxyHeaderReader();
            try {
                readInPieces(from, reader, random);
                expectWhole(reader.header(), Arrays.copyOf(bytes, from.position()));
            } catch (ProxyHeaderException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
            }
        }
        assertThat(refused).as("of seed %d", seed).isBetween(1_000, 49_000);
    }

    private static void readInPieces(ByteBuffer from, ProxyHeaderReader reader, Random random)
            throws ProxyHeaderException {
        while (from.hasRemaining() && reader.missing() > 0) {
            ByteBuffer piece = from.slice(from.position(), 1 + random.nextInt(from.remaining()));
            reader.add(piece);
            from.position(from.position() + piece.position());
        }
    }

    private static void expectWhole(@Nullable ProxyHeader header, byte[] read) {
        if (header == null) return;
        assertThat(header.bytes()).isEqualTo(read);
        String _ = header + " " + header.tls();
    }

    private static byte[] damaged(byte[] seed, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = random.nextInt(Math.min(seed.length, 60));
        out.write(seed, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> at++;
            case 2 -> out.write(seed[at++] ^ 1 << random.nextInt(8));
            default -> out.write("0123456789 :.\r\n".charAt(random.nextInt(15)));
        }
        out.write(seed, at, seed.length - at);
        if (random.nextBoolean()) out.write(random.nextInt(256));
        return out.toByteArray();
    }
}
