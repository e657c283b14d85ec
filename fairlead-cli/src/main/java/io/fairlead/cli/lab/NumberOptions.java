package io.fairlead.cli.lab;

import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Labs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The numbers that some labs can be run with; a test compares them with those of the labs. */
final class NumberOptions {
    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Of the lab backlog: how many connections may wait (1).")
    @Nullable Integer backlog;

    /**
     * Those that were given, by name.
     *
     * @throws IllegalArgumentException if the lab does not have it, or not so large or small
     */
    Map<String, Integer> given(List<Lab> labs) {
        Map<String, Integer> given = new HashMap<>();
        if (backlog != null) given.put("backlog", backlog);
        given.forEach((name, value) -> check(labs, name, value));
        return given;
    }

    private static void check(List<Lab> labs, String name, int value) {
        for (Lab lab : labs) {
            Optional<LabParameter> parameter = parameter(lab, name);
            if (parameter.isEmpty()) {
                throw new IllegalArgumentException(
                        "the lab %s has no --%s; these have: %s"
                                .formatted(lab.name(), name, having(name)));
            }
            parameter.get().check(value);
        }
    }

    private static Optional<LabParameter> parameter(Lab lab, String name) {
        return lab.parameters().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static String having(String name) {
        return Labs.ALL.stream()
                .filter(lab -> parameter(lab, name).isPresent())
                .map(Lab::name)
                .collect(Collectors.joining(", "));
    }
}
