package io.fairlead.trace;

import io.fairlead.packet.TcpSegment.Flag;

/**
 * Moves both ends through the states of RFC 9293 section 3.3.2: who sends a segment when it is
 * sent, whom it is for as if it arrived. One that was lost after it was seen is sent again, and
 * changes nothing then.
 */
final class TcpStates {
    private final TcpMoment moment;
    private final TcpEnd from;
    private final TcpEnd to;

    private TcpStates(TcpMoment moment) {
        this.moment = moment;
        from = moment.from();
        to = moment.to();
    }

    /** To be called when both ends have taken note of the segment. */
    static void move(TcpMoment moment) {
        TcpStates states = new TcpStates(moment);
        if (moment.has(Flag.RST)) {
            states.from.state = TcpState.CLOSED;
            states.to.state = TcpState.CLOSED;
        } else if (moment.has(Flag.SYN)) {
            states.open();
        } else {
            states.joinLate();
            states.send();
            states.arrive();
        }
    }

    private void open() {
        if (!moment.has(Flag.ACK)) {
            if (from.state == TcpState.UNKNOWN) from.state = TcpState.SYN_SENT;
            if (to.state == TcpState.SYN_SENT) to.state = TcpState.SYN_RECV; // both at once
            return;
        }
        if (from.state == TcpState.UNKNOWN || from.state == TcpState.SYN_SENT) {
            from.state = TcpState.SYN_RECV;
        }
        if (to.state == TcpState.SYN_SENT || to.state == TcpState.UNKNOWN) {
            to.state = TcpState.ESTABLISHED;
        }
        if (to.state == TcpState.SYN_RECV) to.state = TcpState.ESTABLISHED;
    }

    /** A capture that begins in the middle: there was a handshake. */
    private void joinLate() {
        if (from.state == TcpState.UNKNOWN) from.state = TcpState.ESTABLISHED;
        boolean answered = moment.has(Flag.ACK);
        if (to.state == TcpState.UNKNOWN && answered) to.state = TcpState.ESTABLISHED;
    }

    private void send() {
        if (!moment.has(Flag.FIN)) return;
        from.state =
                switch (from.state) {
                    case ESTABLISHED, SYN_RECV -> TcpState.FIN_WAIT1;
                    // The other end's was still on its way, if this does not acknowledge it.
                    case CLOSE_WAIT ->
                            moment.acknowledgement() > to.fin
                                    ? TcpState.LAST_ACK
                                    : TcpState.CLOSING;
                    default -> from.state;
                };
    }

    private void arrive() {
        if (moment.has(Flag.ACK) && to.state == TcpState.SYN_RECV) {
            to.state = TcpState.ESTABLISHED;
        }
        if (to.fin >= 0 && moment.acknowledgement() > to.fin) {
            to.state =
                    switch (to.state) {
                        case FIN_WAIT1 -> TcpState.FIN_WAIT2;
                        case CLOSING -> TcpState.TIME_WAIT;
                        case LAST_ACK -> TcpState.CLOSED;
                        default -> to.state;
                    };
        }
        // Beyond a gap the end is not the end yet.
        if (from.fin >= 0 && !from.hasHoles()) arriveFin();
    }

    private void arriveFin() {
        to.state =
                switch (to.state) {
                    case ESTABLISHED -> TcpState.CLOSE_WAIT;
                    case FIN_WAIT1 -> TcpState.CLOSING;
                    case FIN_WAIT2 -> TcpState.TIME_WAIT;
                    default -> to.state;
                };
    }
}
