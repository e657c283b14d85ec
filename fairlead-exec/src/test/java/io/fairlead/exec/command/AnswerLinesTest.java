package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Output in lines, and back. */
class AnswerLinesTest {
    @Test
    void whateverTheBytesAndThePiecesTheyComeBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            AnswerLines lines = new AnswerLines("out");
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
                if (random.nextBoolean()) { // refused once, and offered again
                    lines.add(ByteBuffer.wrap(bytes, at, count));
                    lines.takeBack();
                }
                answer.writeBytes(lines.add(ByteBuffer.wrap(bytes, at, count)));
                at += count;
            }
            answer.writeBytes(lines.end());
            assertThat(joined(answer.toString(ISO_8859_1)))
                    .as("new Random(%dL)", seed)
                    .isEqualTo(new String(bytes, ISO_8859_1));
        }
    }

    private static String joined(String answer) {
        StringBuilder output = new StringBuilder();
        for (int at = 0; at < answer.length(); ) {
            int end = answer.indexOf('\n', at);
            String line = answer.substring(at, end);
            assertThat(line).matches("(?s)out[ +].*");
            output.append(line, 4, line.length());
            if (line.charAt(3) == ' ') output.append('\n');
            at = end + 1;
        }
        return output.toString();
    }
}
