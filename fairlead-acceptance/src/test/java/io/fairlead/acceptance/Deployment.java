package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A copy of docs/examples/deploy, and the commands of docs/deploy.md that are for it. */
final class Deployment {
    private static final List<String> LIBRARIES = List.of("fairlead-core", "fairlead-posix");
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private final Programs programs;

    Deployment(Programs programs) {
        this.programs = programs;
    }

    Path file(String name) {
        return programs.file("upper").resolve(name);
    }

    static String page() throws IOException {
        return Files.readString(Repository.root().resolve("docs/deploy.md"));
    }

    /** The example, with the jars of the library in {@code lib}. */
    void copyExample() throws IOException {
        Path example = Repository.root().resolve("docs/examples/deploy");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path each : files.toList()) {
                Files.copy(each, file(example.relativize(each).toString()));
            }
        }
        Files.createDirectory(file("lib"));
        for (String library : LIBRARIES) {
            Path classes = Repository.root().resolve(library).resolve("target/classes");
            int exit =
                    ToolProvider.findFirst("jar")
                            .orElseThrow()
                            .run(
                                    System.out,
                                    System.err,
                                    "-cf",
                                    jar(library),
                                    "-C",
                                    classes + "",
                                    ".");
            assertThat(exit).isZero();
        }
    }

    private String jar(String library) {
        return file("lib/" + library + "-" + VERSION + ".jar").toString();
    }

    /** A repository with links to all that the local one has, but with this build's library. */
    void offerToMaven() throws IOException {
        Path home = Path.of(System.getProperty("user.home"), ".m2/repository");
        Path local = Path.of(System.getProperty("localRepository", home.toString()));
        Path ours = Files.createDirectories(file("repository/io/fairlead"));
        link(local, file("repository"), "io");
        link(local.resolve("io"), file("repository/io"), "fairlead");
        install(ours, "fairlead-parent", Repository.root());
        for (String library : LIBRARIES) {
            Path place = install(ours, library, Repository.root().resolve(library));
            Files.copy(Path.of(jar(library)), place.resolve(library + "-" + VERSION + ".jar"));
        }
        Files.createDirectory(file(".mvn"));
        String options = "-q\n-Dmaven.repo.local=" + file("repository") + "\n";
        Files.writeString(file(".mvn/maven.config"), options);
    }

    private static void link(Path from, Path to, String except) throws IOException {
        if (!Files.isDirectory(from)) return;
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                Path name = each.getFileName();
                if (!name.toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(name), each);
                }
            }
        }
    }

    private static Path install(Path ours, String name, Path module) throws IOException {
        Path place = Files.createDirectories(ours.resolve(name).resolve(VERSION));
        Files.copy(module.resolve("pom.xml"), place.resolve(name + "-" + VERSION + ".pom"));
        return place;
    }

    /** The lines of the last block of commands in the section of that name. */
    static List<String> commandsOf(String section) throws IOException {
        String rest = page().split("\n## " + Pattern.quote(section) + "\n", 2)[1];
        Matcher block =
                Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                        .matcher(rest.split("\n## ", 2)[0]);
        assertThat(block.find()).as("commands in " + section).isTrue();
        String joined = block.group(1).replaceAll("\\\\\n *", "");
        return new ArrayList<>(joined.lines().toList());
    }

    /** Runs all commands but the last one. */
    void build(List<String> commands) throws Exception {
        Outcome outcome =
                shell(String.join("\n", commands.subList(0, commands.size() - 1)))
                        .environment("JAVA_TOOL_OPTIONS", Effort.JAVA_OPTIONS)
                        .run();
        assertThat(outcome.exit()).as(outcome.output() + outcome.errors()).isZero();
    }

    /** Starts the last command, on a free port. */
    Program start(List<String> commands, String model) throws IOException {
        List<String> lines =
                new ArrayList<>(commands.stream().filter(one -> one.startsWith("export")).toList());
        lines.add("exec " + commands.getLast() + " tcp://:0 " + model);
        return shell(String.join("\n", lines)).start();
    }

    private Client shell(String script) {
        String bin = Path.of(System.getProperty("java.home"), "bin").toString();
        return programs.shell("set -e; cd '" + file("") + "'\n" + script)
                .environment("PATH", bin + ":" + System.getenv("PATH"));
    }
}
