package io.fairlead.tls.layer;

import io.fairlead.session.Next;
import io.fairlead.session.Session;

/**
 * How a connection's records end: with close_notify, or an alert that says what was wrong (RFC 8446
 * section 6). An end without one is, for the other end, a cut one.
 */
final class LayerEnd {
    private final Session session;
    private final LayerOutput output;
    private boolean shutDownTaken;
    private boolean owesAlert;

    LayerEnd(Session session, LayerOutput output) {
        this.session = session;
        this.output = output;
    }

    /** The connection is aborted, and the other end is to know why. */
    void oweAlert() {
        owesAlert = true;
    }

    /**
     * What comes before what the session wants next: the same, if nothing does.
     *
     * @param isOpen true once the handshake is done
     */
    Next before(Next next, boolean sendBlocked, boolean isOpen) {
        if (next == Next.SHUT_DOWN && !isMeant()) return next; // all has gone
        if (next == Next.SHUT_DOWN) shutDownTaken = true;
        if (next == Next.END && !saysGoodBye(sendBlocked, isOpen)) return Next.END;
        if (shutDownTaken || next == Next.END) output.close();
        if (!sendBlocked && output.isWaiting()) return Next.SEND;
        if (next == Next.END) return output.isFlushed() || session.isAborted() ? next : Next.WAIT;
        if (shutDownTaken && output.isFlushed()) {
            shutDownTaken = false;
            return Next.SHUT_DOWN;
        }
        return next == Next.SHUT_DOWN ? Next.WAIT : next;
    }

    /** False if more was to come: the other end is not to take it for the whole. */
    private boolean isMeant() {
        return switch (session.closeReason()) {
            case NO_MEMORY, SERVICE_FAILED -> false;
            default -> true;
        };
    }

    /** What is not sent must not look like an end that was meant. */
    private boolean losesOutput() {
        return session.peer().queuedBytes() > 0;
    }

    /** True unless the other end would not get it, or would take it for more than it is. */
    private boolean saysGoodBye(boolean sendBlocked, boolean isOpen) {
        if (owesAlert) return true;
        if (!isMeant()) return false;
        if (!session.isAborted()) return true;
        return switch (session.closeReason()) {
            case RESET, CUT, WRITE_TIMEOUT, SERVICE_ABORTED, HANDSHAKE_TIMEOUT -> false;
            default -> isOpen && !sendBlocked && !session.isReset() && !losesOutput();
        };
    }
}
