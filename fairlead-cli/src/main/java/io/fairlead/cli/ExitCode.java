package io.fairlead.cli;

import io.fairlead.net.NetException;
import java.util.Locale;

/** What the exit code of the command tells a script. */
public enum ExitCode {
    /** All went well. */
    OK(0),
    /** Anything that has no code of its own: a broken connection, a limit, a bug. */
    FAILED(1),
    /** The command line is not right. */
    USAGE(2),
    /** Something answered that nothing listens there. */
    REFUSED(3),
    /** No answer in time. */
    TIMEOUT(4),
    /** A host name has no address. */
    NAME(5),
    /** An address, port or path is in use, absent, or not to be reached. */
    ADDRESS(6),
    /** The ends do not agree on TLS, or one does not trust the other. */
    TLS(7),
    /** This user may not do that. */
    PERMISSION(8),
    /** What was asserted does not hold. */
    THRESHOLD(10),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }

    /** The code in a word, for people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code for a socket call that failed. */
    public static ExitCode of(NetException failure) {
        return switch (failure.kind()) {
            case REFUSED -> REFUSED;
            case TIMEOUT -> TIMEOUT;
            case NAME -> NAME;
            case ADDRESS -> ADDRESS;
            case TLS -> TLS;
            case PERMISSION -> PERMISSION;
            case RESET, LIMIT, OTHER -> FAILED;
        };
    }
}
