package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Our own generator in C: one thread, one epoll; see {@code src/main/c/load.h}. */
final class EpollGenerator implements Generator {
    private final Path program;
    private final List<String> pin;

    EpollGenerator(Path program, List<String> pin) {
        this.program = program;
        this.pin = pin;
    }

    @Override
    public String describe() {
        return "a closed or open loop over epoll in C (fairlead-bench/src/main/c/load.c)";
    }

    @Override
    public Map<String, Double> drive(OfferedLoad load, int port, Timing timing, Moments moments)
            throws IOException {
        Process process = new ProcessBuilder(command(load, port, timing)).start();
        // However slow a server is: connecting 18,000 times takes seconds, not minutes.
        long limitS = (long) (timing.warmupS() + timing.seconds()) + 120;
        Thread watchdog = Thread.ofVirtual().start(() -> killAfter(process, limitS));
        try (BufferedReader lines = process.inputReader(UTF_8);
                OutputStream go = process.getOutputStream()) {
            Map<String, Double> figures = Map.of();
            for (String line; (line = lines.readLine()) != null; ) {
                if (isBegin(line, load)) moments.begins();
                else moments.ends();
                if (line.startsWith("{")) figures = Json.parse(line).figures();
                if (!line.equals("measuring")) goOn(go);
            }
            if (process.waitFor() == 0) return figures;
            throw new IOException(lastWords(process));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            watchdog.interrupt();
            process.destroyForcibly();
        }
    }

    private static boolean isBegin(String line, OfferedLoad load) {
        return line.equals("measuring") || line.equals("held " + load.before());
    }

    private static void goOn(OutputStream go) throws IOException {
        go.write('\n');
        go.flush();
    }

    private static void killAfter(Process process, long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            // it has ended: there is nothing to watch
        }
    }

    private static String lastWords(Process process) throws IOException {
        String words =
                String.join("; ", process.errorReader(UTF_8).readAllAsString().lines().toList());
        return words.isEmpty() ? "the generator was killed: no progress" : words;
    }

    private List<String> command(OfferedLoad load, int port, Timing timing) {
        List<String> command = new ArrayList<>(pin);
        command.add(program.toString());
        command.add(load.mode().name().toLowerCase(Locale.ROOT));
        command.add(String.valueOf(port));
        command.add("connections=" + load.connections());
        command.add("before=" + load.before());
        command.add("size=" + load.messageBytes());
        command.add("depth=" + load.depth());
        command.add("framing=" + load.framing().name().toLowerCase(Locale.ROOT));
        command.add("rate=" + load.ratePerS());
        command.add("warmup=" + timing.warmupS());
        command.add("seconds=" + timing.seconds());
        return command;
    }
}
