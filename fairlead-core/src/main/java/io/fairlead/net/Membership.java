package io.fairlead.net;

import io.fairlead.net.text.Printable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A multicast group that a socket joins: which, at which network interface, and whose datagrams it
 * gets. Immutable.
 *
 * <pre>
 *   239.1.2.3                at the interface that the system's route to the group names
 *   239.1.2.3%eth0           at that one; ff02::fb%eth0 and ff15::1%2 are alike
 *   10.0.0.5@232.1.2.3%eth0  only what 10.0.0.5 sends to the group (RFC 4607)
 * </pre>
 *
 * @param group 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7)
 * @param networkInterface its name or its number; empty leaves the choice to the system's route
 * @param source of the same family as the group; null for anybody
 */
public record Membership(InetAddress group, String networkInterface, @Nullable InetAddress source) {
    private static final String ADDRESS = ".*[:%].*|[0-9]+(\\.[0-9]*)+";

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if {@code group} is no multicast group, or {@code source}
     *     cannot send to it
     */
    public Membership {
        if (!IpText.isMulticast(group.getAddress())) {
            throw new IllegalArgumentException(
                    IpText.format(group.getAddress())
                            + " is not a multicast group; use 224.0.0.0 to 239.255.255.255, or an"
                            + " IPv6 address that begins with ff");
        }
        if (source != null) requireSource(group, source);
    }

    private static void requireSource(InetAddress group, InetAddress source) {
        byte[] address = source.getAddress();
        if (address.length != group.getAddress().length) {
            throw new IllegalArgumentException(
                    "the source and the group are of different families; give both as IPv4 or both"
                            + " as IPv6");
        }
        if (IpText.isMulticast(address) || IpText.isWildcard(address)) {
            throw new IllegalArgumentException(
                    IpText.format(address) + " is no source: use the address of one machine");
        }
    }

    /**
     * Reads a membership in the notation above.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says why
     */
    public static Membership parse(String text) {
        return of(text, Membership::ofGroup);
    }

    /**
     * As {@link #parse(String)}; where {@code text} names an interface only, as {@code eth0} or
     * {@code 10.0.0.5@eth0}, the group is that of {@code endpoint}.
     *
     * @throws IllegalArgumentException also if it does so, and {@code endpoint} is no group
     */
    public static Membership parse(String text, Endpoint endpoint) {
        return of(
                text,
                place -> place.matches(ADDRESS) ? ofGroup(place) : ofEndpoint(place, endpoint));
    }

    private static Membership of(String text, Function<String, Membership> reader) {
        int at = text.indexOf('@');
        try {
            Membership any = reader.apply(text.substring(at + 1));
            return at < 0
                    ? any
                    : new Membership(
                            any.group, any.networkInterface, address(text.substring(0, at)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "membership \"%s\": %s".formatted(Printable.of(text), e.getMessage()), e);
        }
    }

    private static Membership ofGroup(String place) {
        int percent = place.indexOf('%');
        if (percent < 0) return new Membership(address(place), "", null);
        String networkInterface = place.substring(percent + 1);
        if (networkInterface.isEmpty()) {
            throw new IllegalArgumentException("a network interface is missing after the %");
        }
        return new Membership(address(place.substring(0, percent)), networkInterface, null);
    }

    private static Membership ofEndpoint(String networkInterface, Endpoint endpoint) {
        byte[] group = endpoint.address();
        if (networkInterface.isEmpty() || group == null || !endpoint.isMulticast()) {
            throw new IllegalArgumentException(
                    "it names no group, and "
                            + endpoint
                            + " is none; write GROUP%INTERFACE, as in 239.1.2.3%eth0");
        }
        return new Membership(ofBytes(group), networkInterface, null);
    }

    private static InetAddress address(String text) {
        return ofBytes(text.indexOf(':') < 0 ? IpText.parseIpv4(text) : IpText.parseIpv6(text));
    }

    private static InetAddress ofBytes(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // it has 4 or 16 bytes
        }
    }

    /**
     * Refuses this membership where it would be of no use.
     *
     * @throws EndpointException if what is sent to the group does not come to a socket that is
     *     bound to {@code endpoint}, as that is another group, one machine's address, or IPv4 alone
     */
    public void requireHeardAt(Endpoint endpoint) {
        byte[] bound = endpoint.address();
        boolean heard =
                endpoint.isMulticast()
                        ? Arrays.equals(bound, group.getAddress())
                        : endpoint.isWildcard() && isOfFamily(bound);
        if (heard) return;
        throw new EndpointException(
                endpoint.toString(),
                "what is sent to the group "
                        + IpText.format(group.getAddress())
                        + " does not come to this address; use udp://*:"
                        + endpoint.port()
                        + ", or the group's");
    }

    /** An IPv6 socket at every address takes IPv4, too. */
    private boolean isOfFamily(byte @Nullable [] bound) {
        return bound == null || bound.length >= group.getAddress().length;
    }

    /** The notation above, which {@link #parse(String)} reads back. */
    @Override
    public String toString() {
        return (source == null ? "" : IpText.format(source.getAddress()) + "@")
                + IpText.format(group.getAddress())
                + (networkInterface.isEmpty() ? "" : "%" + networkInterface);
    }
}
