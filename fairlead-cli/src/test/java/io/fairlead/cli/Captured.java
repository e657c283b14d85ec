package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a command has printed so far. */
final class Captured extends OutputStream {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String failure = "";

    @Override
    public synchronized void write(byte[] source, int start, int count) throws IOException {
        if (!failure.isEmpty()) throw new IOException(failure);
        bytes.write(source, start, count);
        notifyAll();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Nobody reads any more. */
    synchronized void readerGoes() {
        failWith("Broken pipe");
    }

    /** From now on each write fails with {@code message}; none if that is empty. */
    synchronized void failWith(String message) {
        failure = message;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    /** Waits until {@code regex} is found in what was printed. */
    synchronized Matcher await(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        long endNs = System.nanoTime() + TIMEOUT_NS;
        while (true) {
            Matcher found = pattern.matcher(text());
            if (found.find()) return found;
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) throw new AssertionError("no " + regex + " in:\n" + text());
            wait(leftMs);
        }
    }
}
