package io.fairlead.server.report;

/** Why a connection was turned away before it was served. */
public enum RefusalReason {
    /** There are as many connections as there may be; it has been told so. */
    CONNECTIONS("too many connections"),
    /** There are as many connections of its source as there may be; it has been told so. */
    SOURCE("too many connections of its source"),
    /** Its source connects too often; it was reset without a word. */
    RATE("its source connects too often"),
    /** Its source may not connect; it was reset without a word. */
    DENIED("its source may not connect"),
    /** It is none of the proxies that alone may connect; it was reset without a word. */
    NOT_A_PROXY("it is none of the proxies that may connect");

    private final String words;

    /** True if whoever comes is told why; else it is reset. */
    public boolean isTold() {
        return this == CONNECTIONS || this == SOURCE;
    }

    RefusalReason(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
