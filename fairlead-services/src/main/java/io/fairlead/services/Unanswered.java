package io.fairlead.services;

import io.fairlead.net.Endpoint;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * Datagrams that a {@link ReflectionGuard} did not let a service answer. Immutable.
 *
 * @param why all of them were not
 * @param count how many since the last report of this kind, at least 1; in the first report 1, as
 *     it comes at once
 * @param last the source of the last of them, as far as a source can be believed
 * @param limit the rate or the bytes that one more would have gone beyond; 0 for a port
 */
public record Unanswered(Why why, long count, InetSocketAddress last, int limit) {
    /** Why a datagram is not answered. */
    public enum Why {
        /** It came from a port of services, which would answer the answer. */
        SERVICE_PORT("from the port of a service, which would answer back"),
        /** Its source sent more in a second than is answered. */
        SOURCE_RATE("more than %,d a second from one source"),
        /** All sources together sent more in a second than is answered. */
        TOTAL_RATE("more than %,d a second from all sources"),
        /** The answer would be longer than the datagram, and its source may be forged. */
        LONG_REPLY("the answer is longer than the request of %,d bytes");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /** All of it in a sentence without a full stop, for a log. */
    public String words() {
        String what =
                count == 1 ? "1 datagram" : String.format(Locale.ROOT, "%,d datagrams", count);
        String reason = String.format(Locale.ROOT, why.words, limit);
        return what + " not answered: " + reason + " (last: " + Endpoint.describe(last) + ")";
    }
}
