package io.fairlead.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NarrowTextTest {
    private static final String LIST =
            """
            Services:
              echo      7007  TCP, UDP  sends back every byte (RFC 862)

            """;

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(NarrowText.of(LIST, 80)).isEqualTo(LIST);
    }

    @Test
    void theLastColumnIsFoldedInItsPlace() {
        assertThat(NarrowText.of(LIST, 50))
                .isEqualTo(
                        """
                        Services:
                          echo      7007  TCP, UDP  sends back every byte
                                                    (RFC 862)

                        """);
    }

    @Test
    void withoutRoomForItTheLastColumnComesBelow() {
        assertThat(NarrowText.of(LIST, 40))
                .isEqualTo(
                        """
                        Services:
                          echo      7007  TCP, UDP
                            sends back every byte (RFC 862)

                        """);
    }

    @Test
    void aDescriptionOfSeveralLinesIsOneBelow() {
        String help =
                """
                      --codec=CODEC         How a stream is cut: raw, lines, delimiter:
                                              TEXT.
                """;
        assertThat(NarrowText.of(help, 40))
                .isEqualTo(
                        """
                              --codec=CODEC
                                How a stream is cut: raw, lines,
                                delimiter: TEXT.
                        """);
    }

    @Test
    void coloursTakeNoRoom() {
        String line = "\u001b[1mname\u001b[0m  1234\n";
        assertThat(NarrowText.of(line, 10)).isEqualTo(line);
    }

    /** From a seed: nothing is wider than asked for, and no word is lost. */
    @Test
    void noLineIsWiderAndNoWordIsLost() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String text =
                    IntStream.range(0, random.nextInt(30))
                            .mapToObj(i -> gap(random) + "w".repeat(random.nextInt(12)) + i)
                            .collect(Collectors.joining());
            String folded = NarrowText.of(text, 40);
            assertThat(folded.lines())
                    .as("seed %d: %s", seed, text)
                    .allMatch(l -> l.length() <= 40);
            assertThat(folded.split("\\s+")).as("seed %d", seed).isEqualTo(text.split("\\s+"));
        }
    }

    private static String gap(Random random) {
        return random.nextInt(6) == 0
                ? "\n" + " ".repeat(random.nextInt(60))
                : " ".repeat(1 + random.nextInt(3));
    }
}
