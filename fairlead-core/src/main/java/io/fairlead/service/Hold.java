package io.fairlead.service;

/** An answer that is still owed to a peer; see {@link Peer#hold}. Safe for any thread. */
public interface Hold {
    /** The answer has been sent, or is not owed any more. Later calls do nothing. */
    void release();
}
