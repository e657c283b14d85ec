package io.fairlead.cli.talk.local;

/** How bytes are shown. */
public enum Look {
    /** As they are. */
    RAW,
    /** As text that cannot steer a terminal. */
    TEXT,
    /** As hex, both directions. */
    HEX
}
