package io.fairlead.bench.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code fairlead serve irc} under one model, with a history in a file; its end is the child's. */
final class ChatServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("irc +tcp://127\\.0\\.0\\.1:(\\d+) .*");
    private static final long END_S = 30;

    private final Path folder = Files.createTempDirectory("fairlead-chat-");
    private final Process process;
    private final int port;

    /**
     * @param model its word
     */
    ChatServer(String model) throws IOException {
        process =
                new ProcessBuilder(
                                "./fairlead",
                                "serve",
                                "irc=0",
                                "--model=" + model,
                                "--line-rate=1000000",
                                "--quiet",
                                "--drain-timeout=100ms",
                                "--history=" + folder.resolve("chat.db"))
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        port = port(process.inputReader());
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.matches()) return Integer.parseInt(matcher.group(1));
        }
        throw new IOException("the server has ended");
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
