package io.fairlead.net;

import io.fairlead.net.text.Durations;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** From an endpoint to the addresses to try, in order. Only a host name asks anybody. */
final class Resolver {
    private Resolver() {}

    /** See {@link Endpoint#resolve}. */
    static List<InetSocketAddress> resolve(Endpoint endpoint) throws NetException {
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            throw new IllegalStateException(endpoint + " has no IP address");
        }
        if (endpoint.scheme() == Endpoint.Scheme.FD) {
            throw new EndpointException(
                    endpoint.toString(),
                    "a socket that the process has been given can be served, and not connected to;"
                            + " write tcp://HOST:PORT");
        }
        try {
            return lookUp(endpoint)
                    .map(address -> new InetSocketAddress(address, endpoint.port()))
                    .toList();
        } catch (UnknownHostException e) {
            throw NetException.of("resolve", endpoint, e);
        }
    }

    /**
     * As {@link #resolve(Endpoint)}, for at most {@code timeout}. getaddrinfo(3) can be neither
     * bounded nor interrupted, so a name is looked up in a thread that is left behind if it is
     * slow.
     */
    static List<InetSocketAddress> resolve(Endpoint endpoint, Duration timeout)
            throws NetException {
        if (endpoint.address() != null || endpoint.isWildcard()) {
            return resolve(endpoint);
        }
        FutureTask<List<InetSocketAddress>> answer = new FutureTask<>(() -> resolve(endpoint));
        Thread.ofPlatform().daemon().name("fairlead-resolve").start(answer);
        try {
            return answer.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            String sentence =
                    "no name server answered within "
                            + Durations.text(timeout)
                            + "; check the network and /etc/resolv.conf, or use an address";
            throw new NetException(
                    "resolve", endpoint.toString(), SocketError.ETIMEDOUT, sentence, slow);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String sentence = SocketError.EINTR.sentence("resolve", "", e);
            throw new NetException("resolve", endpoint.toString(), SocketError.EINTR, sentence, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Stream<InetAddress> lookUp(Endpoint endpoint)
            throws UnknownHostException, NetException {
        byte[] address = endpoint.address();
        if (address != null) {
            return Stream.of(literal(endpoint, address));
        }
        return endpoint.isWildcard()
                ? Stream.of(InetAddress.getByAddress(new byte[16]), anyIpv4())
                : Stream.of(InetAddress.getAllByName(endpoint.host()));
    }

    private static InetAddress anyIpv4() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[4]);
    }

    private static InetAddress literal(Endpoint endpoint, byte[] address)
            throws UnknownHostException, NetException {
        String zone = endpoint.zone();
        if (zone.isEmpty() || address.length == Integer.BYTES) {
            return InetAddress.getByAddress(address);
        }
        int index = isNumber(zone) ? Integer.parseInt(zone) : indexOf(endpoint, zone);
        return Inet6Address.getByAddress(null, address, index);
    }

    private static boolean isNumber(String zone) {
        return zone.matches("[0-9]{1,9}");
    }

    /** Whether the zone is an interface behind which there is no other machine. */
    static boolean isLoopback(String zone) {
        try {
            NetworkInterface found =
                    isNumber(zone)
                            ? NetworkInterface.getByIndex(Integer.parseInt(zone))
                            : NetworkInterface.getByName(zone);
            return found != null && found.isLoopback();
        } catch (SocketException e) {
            return false; // nobody knows
        }
    }

    private static int indexOf(Endpoint endpoint, String zone) throws NetException {
        try {
            NetworkInterface found = NetworkInterface.getByName(zone);
            if (found != null) return found.getIndex();
        } catch (SocketException e) {
            throw NetException.of("resolve", endpoint, e);
        }
        String sentence = "there is no network interface " + zone + "; ip link lists them";
        throw new NetException("resolve", endpoint, "ENODEV", sentence, null);
    }
}
