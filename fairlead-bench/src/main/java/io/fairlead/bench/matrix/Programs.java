package io.fairlead.bench.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs in C, compiled by the run that uses them. */
final class Programs {
    private static final List<String> COMPILER =
            List.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o");

    /** The generator with OpenSSL. */
    static final String TLS_LOAD = "load-tls";

    private static final List<String> OPENSSL = List.of("-DLOAD_TLS", "-lssl", "-lcrypto");

    private static final String CERTIFICATE =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650"
                    + " -subj /CN=localhost -keyout key.pem -out cert.pem";

    private Programs() {}

    /**
     * Compiles the generator and the floors.
     *
     * @return the folder they are in
     */
    static Path compile(Path home) throws IOException {
        Path sources = home.resolve("fairlead-bench/src/main/c");
        Path folder = Files.createDirectories(home.resolve("fairlead-bench/target/programs"));
        try (Stream<Path> files = Files.list(sources)) {
            List<Path> all = files.sorted().toList();
            compile(folder.resolve("load"), startingWith("load", all), List.of());
            List<Path> floors = startingWith("floor", all);
            Path shared = sources.resolve("floor.h");
            for (Path floor : floors) {
                String name = floor.getFileName().toString().replace(".c", "");
                if (floor.equals(shared)) continue;
                compile(folder.resolve(name), List.of(floor, shared), List.of());
            }
        }
        return folder;
    }

    /**
     * Compiles the generator that speaks TLS, and makes a certificate for the servers.
     *
     * @param programs the folder
     */
    static void addTls(Path home, Path programs) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("fairlead-bench/src/main/c"))) {
            compile(
                    programs.resolve(TLS_LOAD),
                    startingWith("load", files.sorted().toList()),
                    OPENSSL);
        } catch (IOException e) {
            throw new IOException("TLS needs libssl-dev (Debian): " + e.getMessage(), e);
        }
        Path folder = Files.createDirectories(certificates(programs));
        if (Files.exists(folder.resolve("cert.pem"))) return;
        run(List.of(CERTIFICATE.split(" ")), folder);
    }

    /** The folder of {@code cert.pem} and {@code key.pem}. */
    static Path certificates(Path programs) {
        return programs.resolve("tls");
    }

    private static void run(List<String> command, Path folder) throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            int status = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (status != 0) throw new IOException("failed: " + String.join(" ", command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isNewer(Path program, List<Path> sources) throws IOException {
        if (!Files.exists(program)) return false;
        for (Path source : sources) {
            FileTime changed = Files.getLastModifiedTime(source);
            if (changed.compareTo(Files.getLastModifiedTime(program)) >= 0) return false;
        }
        return true;
    }

    private static List<Path> startingWith(String prefix, List<Path> files) {
        return files.stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .toList();
    }

    private static void compile(Path program, List<Path> sources, List<String> more)
            throws IOException {
        if (isNewer(program, sources)) return;
        List<String> command = new ArrayList<>(COMPILER);
        // A name of its own until it is whole: another run may be using the one there is.
        Path draft = Files.createTempFile(program.getParent(), "draft", "");
        command.add(draft.toString());
        sources.stream()
                .map(Path::toString)
                .filter(one -> one.endsWith(".c"))
                .forEach(command::add);
        command.addAll(more);
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) throw new IOException("gcc could not compile " + sources);
            Files.move(draft, program, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
