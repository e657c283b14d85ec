package io.fairlead.trace;

/** What is remarkable about a packet. */
public enum Mark {
    SYN_RETRY("SYN retry", true),
    RETRANSMISSION("retransmission", true),
    FAST_RETRANSMISSION("fast retransmission", true),
    SPURIOUS_RETRANSMISSION("spurious retransmission", true),
    OUT_OF_ORDER("out of order", true),
    GAP("gap", true),
    DUPLICATE_ACK("duplicate ACK", true),
    ZERO_WINDOW("zero window", true),
    WINDOW_STILL_ZERO("window still zero", false),
    WINDOW_FULL("window full", false),
    WINDOW_PROBE("window probe", true),
    WINDOW_UPDATE("window update", false),
    KEEP_ALIVE("keep-alive", false),
    HALF_CLOSE("half-close", false),
    TIME_WAIT("TIME_WAIT", false),
    RESET("reset", true),
    REFUSED("refused", true),
    ICMP_ERROR("ICMP error", true);

    private final String words;
    private final boolean trouble;

    Mark(String words, boolean trouble) {
        this.words = words;
        this.trouble = trouble;
    }

    /** The name for people. */
    public String words() {
        return words;
    }

    /** Whether it tells of something that slows or breaks a conversation. */
    public boolean isTrouble() {
        return trouble;
    }
}
