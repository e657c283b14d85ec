package io.fairlead.explain;

/** Where numbers of errors differ. */
public enum Platform {
    LINUX("Linux"),
    MACOS("macOS"),
    WINDOWS("Windows");

    private final String shown;

    Platform(String shown) {
        this.shown = shown;
    }

    /** Its name as people write it. */
    public String shown() {
        return shown;
    }
}
