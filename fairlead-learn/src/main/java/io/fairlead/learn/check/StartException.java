package io.fairlead.learn.check;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The learner's program cannot be started; the message says why. */
public final class StartException extends IOException {
    private static final long serialVersionUID = 1;

    /** Java's message ends with {@code error: 2 (No such file or directory)}. */
    private static final Pattern REASON = Pattern.compile("\\(([^()]+)\\)\\s*$");

    StartException(String program, IOException cause) {
        super("cannot start " + program + ": " + reason(String.valueOf(cause.getMessage())), cause);
    }

    private static String reason(String message) {
        Matcher reason = REASON.matcher(message);
        return reason.find() ? reason.group(1) : message;
    }
}
