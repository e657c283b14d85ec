package io.fairlead.bench.matrix;

import java.util.regex.Pattern;

/**
 * What the best of some peers is to reach, as a multiple of the best of others.
 *
 * @param cell whose outcome is looked at
 * @param factor at least this much better; below 1, at most this much worse
 */
record Goal(String cell, String text, Pattern ours, Pattern theirs, double factor) {
    private static final String SERVICE = "fairlead-(?!.*-handler).*";
    private static final String HANDLER = "fairlead-pooled-virtual-handler";
    private static final String NETTY = "netty-.*";
    private static final String RELAYS = "haproxy|nginx|socat|netty-.*";

    static Goal of(String cell, String ours, String theirs, double factor) {
        String text = "%s ≥ %s × %s".formatted(words(ours), factor, words(theirs));
        return new Goal(cell, text, Pattern.compile(ours), Pattern.compile(theirs), factor);
    }

    static Goal service(String cell, String theirs, double factor) {
        return of(cell, SERVICE, theirs, factor);
    }

    static Goal netty(String cell, double factor) {
        return service(cell, NETTY, factor);
    }

    static Goal relay(String cell, double factor) {
        return service(cell, RELAYS, factor);
    }

    static Goal handler(String cell, String theirs, double factor) {
        return of(cell, HANDLER, theirs, factor);
    }

    static Goal nettyByHandler(String cell, double factor) {
        return of(cell, HANDLER, NETTY, factor);
    }

    private static String words(String pattern) {
        return switch (pattern) {
            case SERVICE -> "the best Fairlead model";
            case NETTY -> "Netty's best";
            case RELAYS -> "the best other relay";
            default -> "`" + pattern.replace(".*", "*").replace('.', '_') + "`";
        };
    }
}
