package io.fairlead.proxy;

import static io.fairlead.proxy.Headers.FOUR;
import static io.fairlead.proxy.Headers.FOUR_AT;
import static io.fairlead.proxy.Headers.HEALTH;
import static io.fairlead.proxy.Headers.SIX;
import static io.fairlead.proxy.Headers.SIX_AT;
import static io.fairlead.proxy.Headers.UNIX;
import static io.fairlead.proxy.Headers.hex;
import static io.fairlead.proxy.Headers.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy says, in versions 1 and 2, is read however it is cut, and not a byte more. */
class ProxyHeaderTest {
    @ParameterizedTest
    @MethodSource("io.fairlead.proxy.Headers#wellFormed")
    void eachCutOfAHeaderIsTheSameHeader(byte[] bytes) throws ProxyHeaderException {
        ProxyHeader whole = ProxyHeader.read(bytes);
        assertThat(whole.bytes()).isEqualTo(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ProxyHeaderReader reader = new ProxyHeaderReader();
            reader.add(ByteBuffer.wrap(bytes, 0, cut));
            assertThat(reader.isEmpty()).isEqualTo(cut == 0);
            assertThat(reader.header() == null).as("cut at %d", cut).isEqualTo(cut < bytes.length);
            assertThat(reader.missing()).isLessThanOrEqualTo(bytes.length - cut);
            reader.add(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertThat(reader.header()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("io.fairlead.proxy.Headers#wellFormed")
    void bytesOneByOneAreAHeaderAndNoByteBehindItIsTaken(byte[] bytes) throws ProxyHeaderException {
        ProxyHeaderReader reader = new ProxyHeaderReader();
        byte[] more = Arrays.copyOf(bytes, bytes.length + 100);
        Arrays.fill(more, bytes.length, more.length, (byte) '\n');
        for (int i = 0; i < bytes.length - 1; i++) {
            reader.add(ByteBuffer.wrap(bytes, i, 1));
            assertThat(reader.missing()).isPositive();
        }
        ByteBuffer rest = ByteBuffer.wrap(more).position(bytes.length - 1);
        reader.add(rest);
        assertThat(rest.position()).isEqualTo(bytes.length);
        assertThat(reader.missing()).isZero();
        assertThat(reader.header()).isEqualTo(ProxyHeader.read(bytes));
    }

    @Test
    void fewReadsAreEnoughForALine() throws ProxyHeaderException {
        byte[] bytes = line("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443");
        ProxyHeaderReader reader = new ProxyHeaderReader();
        int reads = 0;
        for (int at = 0; reader.missing() > 0; reads++) {
            int count = reader.missing();
            reader.add(ByteBuffer.wrap(bytes, at, count));
            at += count;
        }
        assertThat(reads).isLessThanOrEqualTo(12);
    }

    @Test
    void whatIsWrittenIsRead() throws ProxyHeaderException {
        for (int version = 1; version <= 2; version++) {
            expect(ProxyHeader.of(version, FOUR, FOUR_AT), FOUR, FOUR_AT);
            expect(ProxyHeader.of(version, SIX, SIX_AT), SIX, SIX_AT);
            expect(ProxyHeader.of(version, FOUR, SIX_AT), FOUR, SIX_AT); // mapped, and back
            expect(ProxyHeader.of(version, FOUR, UNIX), null, null);
            assertThat(ProxyHeader.of(version, FOUR, FOUR_AT).version()).isEqualTo(version);
        }
        expect(ProxyHeader.of(2, UNIX, UNIX), UNIX, UNIX);
        expect(ProxyHeader.of(1, UNIX, UNIX), null, null);
        assertThat(ProxyHeader.local(2).isLocal()).isTrue();
        assertThat(ProxyHeader.local(1)).hasToString("PROXY 1 for somebody");
        assertThat(ProxyHeader.of(1, FOUR, FOUR_AT).bytes())
                .isEqualTo(line("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443"));
        assertThatThrownBy(() -> ProxyHeader.of(3, FOUR, FOUR_AT)).hasMessageContaining("3");
        assertThatThrownBy(() -> ProxyHeader.local(1).with(2, new byte[0]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ProxyHeader.of(2, FOUR, FOUR_AT).with(2, new byte[4_082]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void expect(
            ProxyHeader header, @Nullable Object source, @Nullable Object destination)
            throws ProxyHeaderException {
        ProxyHeader read = ProxyHeader.read(header.bytes());
        assertThat(read.source()).isEqualTo(source);
        assertThat(read.destination()).isEqualTo(destination);
        assertThat(read).isEqualTo(header);
    }

    @Test
    void whatElseAProxyKnowsIsRead() throws ProxyHeaderException {
        byte[] ssl = hex("07" + "00000000" + "210007544c5376312e33" + "220002636e" + "2300014d");
        ProxyHeader header =
                ProxyHeader.of(2, FOUR, FOUR_AT)
                        .with(ProxyHeader.ALPN, "h2".getBytes(UTF_8))
                        .with(ProxyHeader.AUTHORITY, "chat.example".getBytes(UTF_8))
                        .with(ProxyHeader.UNIQUE_ID, new byte[] {1, 2})
                        .with(0x20, ssl);
        ProxyHeader read = ProxyHeader.read(header.bytes());
        assertThat(read.applicationProtocol()).isEqualTo("h2");
        assertThat(read.authority()).isEqualTo("chat.example");
        assertThat(read.uniqueId()).containsExactly(1, 2);
        assertThat(read.types()).containsExactlyInAnyOrder(1, 2, 5, 0x20);
        assertThat(read.value(9)).isNull();
        assertThat(read.tls()).isEqualTo(new ProxyTls("TLSv1.3", "M", "cn", true));
        ssl[4] = 1; // not verified
        ProxyTls bad = ProxyHeader.read(header.with(0x20, ssl).bytes()).tls();
        assertThat(Objects.requireNonNull(bad).isCertified()).isFalse();
        ssl[0] = 0; // no TLS at all
        assertThat(ProxyHeader.read(header.with(0x20, ssl).bytes()).tls()).isNull();
    }

    @Test
    void aHealthCheckIsForNobodyAndItsValuesAreSkipped() throws ProxyHeaderException {
        ProxyHeader header = ProxyHeader.read(hex(HEALTH));
        assertThat(header.isLocal()).isTrue();
        assertThat(header.source()).isNull();
        assertThat(header.types()).isEmpty();
    }

    @Test
    void aChecksumIsCheckedWhereThereIsOne() throws ProxyHeaderException {
        ProxyHeader open =
                ProxyHeader.of(2, FOUR, FOUR_AT).with(2, new byte[] {'x'}).with(3, new byte[4]);
        byte[] bytes = open.bytes();
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        int at = bytes.length - 4; // types are in order: 2 comes before 3
        at = ByteBuffer.wrap(bytes).getInt(at) == 0 ? at : -1;
        ByteBuffer.wrap(bytes).putInt(at, (int) sum.getValue());
        assertThat(ProxyHeader.read(bytes).source()).isEqualTo(FOUR);
        for (int bit = 16 * 8; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            boolean isLengthOrType = bit / 8 >= 28 && bit / 8 < at;
            if (isLengthOrType) continue;
            assertThatThrownBy(() -> ProxyHeader.read(damaged))
                    .as("bit %d", bit)
                    .isInstanceOf(ProxyHeaderException.class)
                    .hasMessageContaining("checksum");
        }
        // The real one, as if it were for a client: HAProxy's sum is of other bytes then.
        byte[] health = hex(HEALTH);
        health[12] = 0x21;
        assertThatThrownBy(() -> ProxyHeader.read(health)).hasMessageContaining("checksum");
        CRC32C real = new CRC32C();
        byte[] cleared = hex(HEALTH);
        Arrays.fill(cleared, 19, 23, (byte) 0);
        real.update(cleared);
        assertThat((int) real.getValue()).isEqualTo(0x889da1df);
    }
}
