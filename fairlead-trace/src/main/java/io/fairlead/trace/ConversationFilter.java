package io.fairlead.trace;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations are of interest. Immutable.
 *
 * @param protocol TCP or UDP; null for both
 * @param addresses one of them is at an end; any when there are none
 * @param port the port at an end; 0 for any
 */
public record ConversationFilter(
        @Nullable Protocol protocol, List<InetSocketAddress> addresses, int port) {
    /** Copies the list, so that this stays as it is. */
    public ConversationFilter {
        addresses = List.copyOf(addresses);
    }

    /** Everything. */
    public static ConversationFilter all() {
        return new ConversationFilter(null, List.of(), 0);
    }

    /** One port at any address, of both protocols. */
    public static ConversationFilter port(int port) {
        return new ConversationFilter(null, List.of(), port);
    }

    boolean matches(Ends ends) {
        boolean speaks = protocol == null || protocol == ends.protocol();
        return speaks && (isEnd(ends.from()) || isEnd(ends.to()));
    }

    /** Whether an address is one of those that are watched. */
    boolean isEnd(InetSocketAddress address) {
        if (port != 0 && address.getPort() != port) return false;
        return addresses.isEmpty() || addresses.contains(address);
    }

    /** Whether an end was named, so that it can be told from the other. */
    boolean names() {
        return port != 0 || !addresses.isEmpty();
    }
}
