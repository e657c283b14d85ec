package io.fairlead.services;

import io.fairlead.net.Endpoint;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * Datagrams that a {@link ReflectionGuard} did not let a service answer. Immutable.
 *
 * @param why none of them was answered
 * @param count how many since the last report of this kind, at least 1. The first report is made at
 *     once, so its count is 1
 * @param last the source of the last of them, which may be forged
 * @param limit the limit that was reached, in datagrams per second or in bytes; 0 for a port
 */
public record Unanswered(Why why, long count, InetSocketAddress last, int limit) {
    /** Why a datagram was not answered. */
    public enum Why {
        /** It came from the port of a service, which would answer back. */
        SERVICE_PORT("from the port of a service, which would answer back"),
        /** Its source exceeded the rate per source. */
        SOURCE_RATE("more than %,d a second from one source"),
        /** All sources together exceeded the total rate. */
        TOTAL_RATE("more than %,d a second from all sources"),
        /** The answer would be longer than the datagram, and its source may be forged. */
        LONG_REPLY("the answer is longer than the request of %,d bytes");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /** This report as a sentence without a full stop, for a log. */
    public String words() {
        String what =
                count == 1 ? "1 datagram" : String.format(Locale.ROOT, "%,d datagrams", count);
        String reason = String.format(Locale.ROOT, why.words, limit);
        return what + " not answered: " + reason + " (last: " + Endpoint.describe(last) + ")";
    }
}
