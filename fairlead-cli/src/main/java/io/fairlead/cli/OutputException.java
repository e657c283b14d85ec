package io.fairlead.cli;

import java.io.IOException;
import java.util.Locale;

/** Standard output takes no more. */
public final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param cause what the stream threw
     */
    public OutputException(IOException cause) {
        super("write standard output: " + cause.getMessage(), cause);
    }

    /** True if who read our output has simply seen enough of it ({@code | head}). */
    public boolean isReaderGone() {
        Throwable cause = getCause();
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        return message.toLowerCase(Locale.ROOT)
                .matches(".*(broken pipe|pipe is being closed|connection reset).*");
    }
}
