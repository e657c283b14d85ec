package io.fairlead.learn.check;

/** How a trial went. */
public enum Verdict {
    /** As it should be. */
    RIGHT("\u2713"),
    /** The program has a fault. */
    WRONG("\u2717"),
    /** No fault, but a property that one has to know. */
    REMARK("!"),
    /** Could not be tried. */
    UNTRIED("\u00b7");

    private final String mark;

    Verdict(String mark) {
        this.mark = mark;
    }

    /** One character for it. */
    public String mark() {
        return mark;
    }
}
