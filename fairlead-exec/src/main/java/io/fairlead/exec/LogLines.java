package io.fairlead.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts what a program writes to standard error into lines that are safe to show; one of more than
 * 1,000 bytes becomes several. For one thread.
 */
final class LogLines {
    private static final int LINE_BYTES_MAX = 1_000;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogLines(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next != '\n') line.write(next);
            if (next == '\n' || line.size() == LINE_BYTES_MAX) tell();
        }
    }

    /** No more follows. */
    void end() {
        if (line.size() > 0) tell();
    }

    private void tell() {
        String text = line.toString(UTF_8);
        line.reset();
        lines.accept(
                Printable.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
}
