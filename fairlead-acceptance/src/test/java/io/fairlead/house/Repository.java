package io.fairlead.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in a checkout of Fairlead. */
public final class Repository {
    private Repository() {}

    /** The folder of {@code ./fairlead} and {@code ./check}. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("fairlead-acceptance/pom.xml"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not in a checkout: " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }

    /** The folders of the Maven modules. */
    static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    /** All sources of a module, those of its tests too. */
    static List<Source> sources(Path module) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : files(module.resolve("src"), ".java")) {
            sources.add(new Source(relative(file), Files.readString(file)));
        }
        return sources;
    }

    /** The compiled classes of a module, without those of its tests. */
    static List<Path> classes(Path module) throws IOException {
        return files(module.resolve("target/classes"), ".class");
    }

    /** A path as seen from the root, with slashes. */
    static String relative(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
