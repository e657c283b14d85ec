package io.fairlead.cli.trace;

import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** How {@code --follow} shows bytes. */
enum FollowForm {
    TEXT,
    HEX;

    private static boolean isOne(String word) {
        return word.equals("text") || word.equals("hex");
    }

    /** Reads {@code text} and {@code hex}. */
    static final class Converter implements ITypeConverter<FollowForm> {
        Converter() {}

        @Override
        public FollowForm convert(String word) {
            if (!isOne(word)) throw new TypeConversionException("is text or hex, not " + word);
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Without a form it is text: what follows on the command line is an argument of its own. */
    static final class TextUnlessNamed implements IParameterPreprocessor {
        TextUnlessNamed() {}

        @Override
        @SuppressWarnings("JdkObsolete") // the type is picocli's
        public boolean preprocess(
                Stack<String> left,
                CommandSpec command,
                ArgSpec option,
                Map<String, Object> state) {
            boolean separate = " ".equals(state.get("separator"));
            if (separate && (left.isEmpty() || !isOne(left.peek()))) left.push("text");
            return false;
        }
    }
}
