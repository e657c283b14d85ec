package io.fairlead.trace;

/** The states of a TCP connection at one end, RFC 9293 section 3.3.2. */
public enum TcpState {
    /** This end has not shown itself yet. */
    UNKNOWN(""),
    CLOSED("CLOSED"),
    SYN_SENT("SYN_SENT"),
    SYN_RECV("SYN_RECV"),
    ESTABLISHED("ESTABLISHED"),
    FIN_WAIT1("FIN_WAIT1"),
    FIN_WAIT2("FIN_WAIT2"),
    CLOSE_WAIT("CLOSE_WAIT"),
    CLOSING("CLOSING"),
    LAST_ACK("LAST_ACK"),
    TIME_WAIT("TIME_WAIT");

    private final String word;

    TcpState(String word) {
        this.word = word;
    }

    /** The name of the state; empty where it is not known. */
    public String word() {
        return word;
    }

    /** Whether this end has no more to say. */
    boolean isOver() {
        return this == CLOSED || this == TIME_WAIT;
    }
}
