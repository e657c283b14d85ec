package io.fairlead.trace;

import java.util.Locale;

/** What a conversation goes over. */
public enum Protocol {
    TCP,
    UDP;

    /** The word that endpoints begin with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
