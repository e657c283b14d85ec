package io.fairlead.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pieces in any order, and what is missing. */
class StreamDirectionTest {
    /** Pieces of a text, some lost, some twice, in any order: what is there is where it was. */
    @Test
    void anyOrderOfAnyPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] written = new byte[200];
            for (int i = 0; i < written.length; i++) written[i] = (byte) ('a' + random.nextInt(26));
            boolean[] seen = new boolean[written.length];
            List<int[]> pieces = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(written.length);
                pieces.add(new int[] {from, Math.min(written.length, from + random.nextInt(30))});
            }
            Collections.shuffle(pieces, random);
            StreamDirection direction = new StreamDirection(true);
            List<Stretch> given = new ArrayList<>();
            for (int[] piece : pieces) {
                byte[] bytes = Arrays.copyOfRange(written, piece[0], piece[1]);
                for (int i = piece[0]; i < piece[1]; i++) seen[i] = true;
                direction.add(1 + piece[0], bytes.length, Octets.of(bytes), 0);
                direction.give(0, given);
            }
            direction.finish(1 + written.length);
            direction.end(given);
            assertThat(shown(given, written.length))
                    .as("seed " + seed)
                    .isEqualTo(masked(written, seen));
        }
    }

    private static String masked(byte[] written, boolean[] seen) {
        byte[] masked = written.clone();
        for (int i = 0; i < masked.length; i++) if (!seen[i]) masked[i] = '_';
        return new String(masked, US_ASCII);
    }

    private static String shown(List<Stretch> given, int bytes) {
        StringBuilder shown = new StringBuilder();
        for (Stretch stretch : given) {
            assertThat(stretch.offset()).isEqualTo(shown.length());
            switch (stretch) {
                case Stretch.Written it ->
                        shown.append(new String(it.octets().toArray(), US_ASCII));
                case Stretch.Gap gap -> shown.append("_".repeat((int) gap.bytes()));
            }
        }
        assertThat(shown).hasSize(bytes);
        return shown.toString();
    }
}
