package io.fairlead.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pattern of RFC 864, unbroken however slowly it is read. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ChargenTest {
    private static final int BYTES = 8 * 1024 * 1024; // more than all buffers on the way hold
    private static final int QUEUED_BYTES_MAX = 40_000;

    private static Server serve(Model model) throws IOException {
        return Server.at("tcp://127.0.0.1:0")
                .model(model)
                .limits(Limits.builder().queuedBytesMax(QUEUED_BYTES_MAX).build())
                .serve(Shipped.CHARGEN.service(ServiceOptions.DEFAULT));
    }

    /** Written down without the code: the byte at an offset, from the RFC's words. */
    private static byte expectedAt(long offset) {
        long line = offset / 74;
        int column = (int) (offset % 74);
        if (column == 72) return '\r';
        return column == 73 ? (byte) '\n' : (byte) (' ' + (line + column) % 95);
    }

    @Test
    void theFirstLinesAreThoseOfTheRfc() throws Exception {
        try (Server server = serve(Model.SELECTOR);
                Client client = Client.of(server)) {
            String lines = new String(client.read(96 * 74), US_ASCII);
            String first =
                    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg";
            assertThat(lines.substring(0, 74)).isEqualTo(first + "\r\n");
            assertThat(lines.substring(74, 148)).isEqualTo(first.substring(1) + "h\r\n");
            assertThat(lines.substring(94 * 74, 95 * 74))
                    .isEqualTo("~" + first.substring(0, 71) + "\r\n");
            assertThat(lines.substring(95 * 74)).isEqualTo(first + "\r\n");
            server.drain(Duration.ofMillis(1)); // it has no end of its own
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void aSlowReaderWhoHalfClosesAndTalksSeesItUnbroken(Model model) throws Exception {
        try (Server server = serve(model);
                Client client = Client.of(server)) {
            client.send("thrown away").halfClose();
            // Some pieces wait; how many depends on where the kernel's buffers end.
            while (server.stats().bufferBytes() == 0) Thread.onSpinWait();
            long offset = 0;
            while (offset < BYTES) {
                byte[] piece = client.read(1 + (int) (offset * 31 % 50_000));
                assertUnbroken(piece, offset);
                offset += piece.length;
            }
            server.drain(Duration.ofMillis(1));
        }
    }

    private static void assertUnbroken(byte[] piece, long offset) {
        for (int i = 0; i < piece.length; i++) {
            boolean right = piece[i] == expectedAt(offset + i);
            if (!right) assertThat(offset + i).as("broken at").isNull();
        }
    }

    @Test
    void aDatagramGetsAtMostWhatItHad() throws Exception {
        List<Integer> bounds = new ArrayList<>();
        Service chargen = Chargen.datagrams(false, bound -> most(bounds, bound));
        assertThat(answers(chargen, 0, 5, 600)).isEqualTo(expectedLengths(0, 5, 512));
        assertThat(bounds).containsExactly(1, 6, 513);
    }

    @Test
    void aDatagramGetsUpTo512ByTheRfc() throws Exception {
        List<Integer> bounds = new ArrayList<>();
        Service chargen = Chargen.datagrams(true, bound -> most(bounds, bound));
        assertThat(answers(chargen, 0, 5, 600)).isEqualTo(expectedLengths(512, 512, 512));
        assertThat(bounds).containsExactly(513, 513, 513);
    }

    private static int most(List<Integer> bounds, int bound) {
        bounds.add(bound);
        return bound - 1;
    }

    private static List<String> answers(Service chargen, int... requests) throws Exception {
        RecordingPeer peer = RecordingPeer.any();
        for (int bytes : requests) chargen.onFrame(peer, Frame.of(new byte[bytes]));
        return peer.sent;
    }

    private static List<String> expectedLengths(int... lengths) {
        return IntStream.of(lengths).mapToObj(ChargenTest::pattern).toList();
    }

    private static String pattern(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> String.valueOf((char) expectedAt(i)))
                .collect(Collectors.joining());
    }
}
