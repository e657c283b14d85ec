package io.fairlead.cli.talk.local;

/** A talk as its person can ask about it. Safe for any thread. */
public interface TalkControl {
    /** How far it has come, in a sentence. */
    String status();

    /** Ends it; that is no failure. */
    void quit();
}
