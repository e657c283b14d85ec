package io.fairlead.cli.stat;

import io.fairlead.cli.text.DurationText;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Gives {@code --watch} its usual interval, unless one follows it: {@code --watch 7007} watches a
 * port.
 */
final class IntervalOrNone implements IParameterPreprocessor {
    private static final String USUAL = "1s";

    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public boolean preprocess(
            Stack<String> left, CommandSpec command, ArgSpec option, Map<String, Object> state) {
        boolean separate = " ".equals(state.get("separator"));
        if (separate && (left.isEmpty() || !isInterval(left.peek()))) left.push(USUAL);
        return false;
    }

    private static boolean isInterval(String word) {
        try {
            return !DurationText.parse(word).isZero();
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
