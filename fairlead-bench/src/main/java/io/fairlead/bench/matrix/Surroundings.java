package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a figure depends on and cannot show: the machine, the kernel, the commit. */
final class Surroundings {
    private Surroundings() {}

    static Map<String, String> of(Path home) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        String commit = firstLine("git", "-C", home.toString(), "describe", "--always", "--dirty");
        texts.put("commit", commit.isEmpty() ? "unknown" : commit);
        texts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        texts.put("machine", machine());
        texts.put("java", Runtime.version().toString());
        String jars = versions(System.getProperty("java.class.path"));
        texts.put(
                "versions",
                jars + firstLine("openssl", "version").replaceAll("^(\\S+ \\S+).*", ", $1"));
        return texts;
    }

    /** The peers' versions, as their jars are named on the class path. */
    static String versions(String classPath) {
        return Pattern.compile("(netty-transport|vertx-core|mina-core)-(\\d[^:/]*)\\.jar")
                .matcher(classPath)
                .results()
                .map(jar -> jar.group(1) + " " + jar.group(2))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String machine() throws IOException {
        String processor = field("/proc/cpuinfo", "model name");
        String kib = field("/proc/meminfo", "MemTotal").replace(" kB", "");
        return String.format(
                Locale.ROOT,
                "%d × %s, %d GiB",
                Runtime.getRuntime().availableProcessors(),
                processor,
                Long.parseLong(kib) >> 20);
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    /** What a program says first; nothing if it is not there, or fails. */
    private static String firstLine(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.inputReader(UTF_8).readAllAsString().lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
