package io.fairlead.server.process;

import io.fairlead.net.given.GivenSockets;
import io.fairlead.posix.Posix;
import io.fairlead.server.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker's Java virtual machine is started: the same Java, class path, module path and system
 * properties as this process, and few resources. Immutable.
 *
 * @param path of the java program
 * @param arguments with the program's own name first
 */
record WorkerCommand(String path, List<String> arguments) {
    private static final String CORE = "io.fairlead.core/";
    private static final String NATIVE_ACCESS = "--enable-native-access=";

    /** Of this process's options a worker gets those that say what code may do, see and cost. */
    private static final List<String> PASSED_ON =
            List.of(
                    "--add-exports=",
                    "--add-opens=",
                    "--add-reads=",
                    NATIVE_ACCESS,
                    "--enable-preview",
                    "--illegal-native-access=",
                    "--limit-modules=",
                    "--patch-module=",
                    "--sun-misc-unsafe-memory-access=",
                    "--upgrade-module-path=",
                    "-Xmx",
                    "-Xss",
                    "-XX:TieredStopAtLevel=",
                    "-D");

    private static final List<String> NOT_PASSED_ON =
            List.of("-Djava.class.path=", "-Djdk.module.", "-Dcom.sun.management.", "-Dsun.java.");

    /** A worker of {@code process} lives for one connection: nothing that takes long pays. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

    private static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms8m",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError");

    /**
     * The command for workers of this process.
     *
     * @param single true if each serves one connection
     */
    static WorkerCommand of(boolean single) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> arguments = new ArrayList<>();
        arguments.add(java.toString());
        if (single) arguments.addAll(SHORT_LIVED);
        arguments.addAll(SMALL);
        options().filter(WorkerCommand::isPassedOn).forEach(arguments::add);
        String main = WorkerMain.class.getName();
        String classPath = System.getProperty("java.class.path", "");
        if (!classPath.isEmpty()) arguments.addAll(List.of("-cp", classPath));
        addNativeAccess(arguments);
        if (WorkerMain.class.getModule().isNamed()) {
            String modulePath = System.getProperty("jdk.module.path", "");
            // An image of jlink has its modules inside, and no path: an empty one would be wrong.
            if (!modulePath.isEmpty()) arguments.addAll(List.of("-p", modulePath));
            String modules = String.join(",", modules());
            if (!modules.isEmpty()) arguments.addAll(List.of("--add-modules", modules));
            arguments.addAll(List.of("-m", CORE + main));
        } else {
            arguments.add(main);
        }
        return new WorkerCommand(java.toString(), List.copyOf(arguments));
    }

    /** A manifest or an image may have allowed native calls, without an option that shows here. */
    private static void addNativeAccess(List<String> arguments) {
        Module posix = Posix.class.getModule();
        boolean told = arguments.stream().anyMatch(one -> one.startsWith(NATIVE_ACCESS));
        if (told || !posix.isNativeAccessEnabled()) return;
        arguments.add(NATIVE_ACCESS + (posix.isNamed() ? posix.getName() : "ALL-UNNAMED"));
    }

    private static Stream<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
    }

    private static boolean isPassedOn(String option) {
        return PASSED_ON.stream().anyMatch(option::startsWith)
                && NOT_PASSED_ON.stream().noneMatch(option::startsWith);
    }

    /**
     * The modules beside the JDK's own that this process has: a service may be from any. They are
     * told by their names, as in an image of jlink all are of the system.
     */
    private static Collection<String> modules() {
        return ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same with more options for the virtual machine. */
    WorkerCommand with(String... options) {
        List<String> more = new ArrayList<>(arguments);
        more.addAll(1, List.of(options));
        return new WorkerCommand(path, List.copyOf(more));
    }

    /** The environment of this process, as NAME=value, without what is for it alone. */
    List<String> environment() {
        return System.getenv().entrySet().stream()
                .filter(one -> !GivenSockets.isOwn(one.getKey()))
                .map(one -> one.getKey() + "=" + one.getValue())
                .toList();
    }

    /** All that classes come from: jars, and folders of classes. */
    static List<Path> classPlaces() {
        return Stream.concat(
                        places("java.class.path"),
                        places("jdk.module.path").flatMap(WorkerCommand::inside))
                .toList();
    }

    private static Stream<Path> places(String property) {
        return Stream.of(System.getProperty(property, "").split(File.pathSeparator, -1))
                .filter(Predicate.not(String::isEmpty))
                .map(Path::of);
    }

    /** A folder of the module path may be a module, or have jars in it. */
    private static Stream<Path> inside(Path place) {
        if (!Files.isDirectory(place)) return Stream.of(place);
        try (Stream<Path> all = Files.list(place)) {
            return all.toList().stream();
        } catch (IOException e) {
            return Stream.of(place);
        }
    }
}
