package io.fairlead.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts this same command once more: the same Java, options and classes. */
public final class OwnCommand {
    /** What is about watching this process alone. */
    private static final List<String> NOT_PASSED_ON =
            List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Dcom.sun.management.");

    private OwnCommand() {}

    /** The command with {@code arguments}, to be started. */
    public static ProcessBuilder with(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> NOT_PASSED_ON.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(main());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JDK_JAVA_OPTIONS"); // they are among the options already
        return builder;
    }

    /** In a module, a jar that names its main class, or on a class path. */
    private static List<String> main() {
        Module module = Main.class.getModule();
        String main = Main.class.getName();
        if (module.isNamed()) return List.of("--module", module.getName() + "/" + main);
        String classPath = System.getProperty("java.class.path", "");
        boolean isJar = System.getProperty("sun.java.command", "").startsWith(classPath + " ");
        return isJar ? List.of("-jar", classPath) : List.of("-cp", classPath, main);
    }
}
