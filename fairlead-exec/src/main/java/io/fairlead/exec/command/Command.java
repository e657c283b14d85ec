package io.fairlead.exec.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command that callers may have run. Immutable.
 *
 * @param name by which they call it
 * @param summary what it does, for the help
 * @param program absolute
 * @param arguments in which {@code {name}} stands for a parameter
 * @param parameters in the order of the caller's line
 * @param environment besides that of every command
 * @param directory it runs in
 * @param mayGainPrivileges whether set-user-ID bits and file capabilities have their effect
 * @param limits of a run
 */
record Command(
        String name,
        String summary,
        Path program,
        List<String> arguments,
        List<Parameter> parameters,
        Map<String, String> environment,
        Path directory,
        boolean mayGainPrivileges,
        RunLimits limits) {
    /** Where a parameter stands in an argument. */
    static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    /**
     * The arguments of a run. A value is a part of one argument whatever is in it.
     *
     * @param values as many as the caller gave
     * @throws BadValueException if they are too few, too many, or one is not allowed
     */
    List<String> argumentsWith(List<String> values) throws BadValueException {
        if (values.size() > parameters.size()) {
            throw new BadValueException("too many parameters; " + usage());
        }
        Map<String, String> filled = new TreeMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            String value = i < values.size() ? values.get(i) : parameter.fallback();
            if (value == null) {
                throw new BadValueException(parameter.name() + " is missing; " + usage());
            }
            filled.put(parameter.name(), parameter.checked(value));
        }
        List<String> all = new ArrayList<>();
        for (String argument : arguments) all.add(filled(argument, filled));
        return all;
    }

    private static String filled(String argument, Map<String, String> values) {
        return PLACE.matcher(argument)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                values.getOrDefault(place.group(1), place.group())));
    }

    /** How it is called. */
    String usage() {
        String places =
                parameters.stream()
                        .map(parameter -> " " + parameter.usage())
                        .collect(Collectors.joining());
        return "usage: " + name + places;
    }
}
