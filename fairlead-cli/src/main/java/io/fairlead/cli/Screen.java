package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much fits.
 *
 * @param columns at least 40
 * @param rows 0 where there is no end, as in a pipe
 */
public record Screen(int columns, int rows) {
    static final int COLUMNS_MIN = 40;
    private static final int COLUMNS_DEFAULT = 80;
    private static final int ROWS_DEFAULT = 24;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    /** That of the terminal now; of a pipe, what the variable COLUMNS says, or 80. */
    public static Screen of(Shell shell) {
        String told = shell.environment().getOrDefault("COLUMNS", "");
        int columns = told.matches("\\d{1,4}") ? Integer.parseInt(told) : 0;
        Screen screen =
                shell.isTerminal(Shell.Stream.OUT) ? terminal() : new Screen(COLUMNS_DEFAULT, 0);
        return new Screen(
                Math.max(COLUMNS_MIN, columns > 0 ? columns : screen.columns), screen.rows);
    }

    /** Asks stty(1), as ioctl_tty(2) would need native code of its own. */
    private static Screen terminal() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/tty")))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (stty.waitFor(1, TimeUnit.SECONDS)) {
                byte[] said = stty.getInputStream().readAllBytes();
                Matcher size = SIZE.matcher(new String(said, US_ASCII));
                if (size.matches() && !size.group(2).equals("0")) {
                    return new Screen(
                            Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)));
                }
            }
        } catch (IOException noTerminal) {
            return new Screen(COLUMNS_DEFAULT, ROWS_DEFAULT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Screen(COLUMNS_DEFAULT, ROWS_DEFAULT);
    }
}
