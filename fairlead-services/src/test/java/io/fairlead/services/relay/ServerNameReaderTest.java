package io.fairlead.services.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.services.relay.ServerNameReader.State;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a TLS client asks for is read from what it sends first, and nothing else is believed. */
class ServerNameReaderTest {
    private static final int MUTATIONS = 20_000;
    private static final String NAME = "chat.example.org";

    private static State read(ServerNameReader reader, byte[] bytes, int cut) {
        State state = State.MORE;
        for (int at = 0; at < bytes.length && state == State.MORE; at += cut) {
            state = reader.add(Arrays.copyOfRange(bytes, at, Math.min(at + cut, bytes.length)));
        }
        return state;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 16_000})
    void theNameIsReadHoweverTheBytesAreCut(int cut) throws Exception {
        ServerNameReader reader = new ServerNameReader();
        assertThat(read(reader, Hellos.of("Chat.Example.ORG"), cut)).isEqualTo(State.READ);
        assertThat(reader.name()).isEqualTo(NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 50, 300})
    void theMessageMayBeCutIntoRecords(int size) throws Exception {
        byte[] records = Hellos.inRecords(Hellos.of(NAME), size);
        ServerNameReader reader = new ServerNameReader();
        assertThat(read(reader, records, records.length)).isEqualTo(State.READ);
        assertThat(reader.name()).isEqualTo(NAME);
        assertThat(reader.bytes()).isEqualTo(records);
    }

    @Test
    void nothingIsReadBeforeAllHasCome() throws Exception {
        byte[] hello = Hellos.of(NAME);
        ServerNameReader reader = new ServerNameReader();
        assertThat(reader.add(Arrays.copyOf(hello, hello.length - 1))).isEqualTo(State.MORE);
        assertThat(reader.add(new byte[] {hello[hello.length - 1], 1, 2})).isEqualTo(State.READ);
        assertThat(reader.bytes()).hasSize(hello.length + 2).endsWith(1, 2);
    }

    @Test
    void whoAsksForNobodyHasNoName() throws Exception {
        ServerNameReader reader = new ServerNameReader();
        assertThat(reader.add(Hellos.of(null))).isEqualTo(State.READ);
        assertThat(reader.name()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474554", // plain text
                "1602", // SSL 2
                "1603010000", // an empty record
                "1603014100", // a long one
                "160301000402000001", // a message of a server
                "160301000401000000", // an empty one
                "160301000401004000", // a long one
                "16030100050100000103" // one with nothing in it
            })
    void whatIsNoClientHelloIsForeign(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ServerNameReader reader = new ServerNameReader();
        if (hex.startsWith("16")) {
            assertThat(reader.add(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(State.MORE);
            bytes = Arrays.copyOfRange(bytes, bytes.length - 1, bytes.length);
        }
        assertThat(reader.add(bytes)).isEqualTo(State.FOREIGN);
    }

    @Test
    void whoNeverEndsHasHadEnough() throws Exception {
        byte[] records = Hellos.inRecords(new byte[ServerNameReader.BYTES_MAX], 1);
        byte[] tiny = Hellos.inRecords(Hellos.of(NAME), 1);
        System.arraycopy(tiny, 0, records, 0, tiny.length - 6); // one byte is missing
        ServerNameReader reader = new ServerNameReader();
        assertThat(read(reader, records, 1000)).isNotEqualTo(State.MORE);
        assertThat(reader.bytes().length).isLessThan(ServerNameReader.BYTES_MAX + 1000);
    }

    @Test
    void damagedOnesHarmNobody() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = Hellos.of(NAME);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] hello = whole.clone();
            for (int k = random.nextInt(1, 8); k > 0; k--) {
                hello[random.nextInt(hello.length)] = (byte) random.nextInt();
            }
            ServerNameReader reader = new ServerNameReader();
            assertThat(read(reader, hello, random.nextInt(1, hello.length)))
                    .as("seed %d, mutation %d", seed, i)
                    .isNotNull();
        }
    }
}
