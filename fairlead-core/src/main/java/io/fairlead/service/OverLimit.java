package io.fairlead.service;

/** What happens to a connection that comes when {@link Limits#connectionsMax()} is reached. */
public enum OverLimit {
    /** It is not accepted yet: it waits in the kernel's queue until another one ends. */
    WAIT,
    /** It is accepted, told {@link Limits#refusalText()}, and closed cleanly. */
    REFUSE
}
