package io.fairlead.cli.connect.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.ExitCode;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;

/** The client's side of SOCKS version 5 (RFC 1928), with user and password (RFC 1929). */
final class Socks5 {
    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int TEXT_BYTES_MAX = 255;

    private final ProxyStream stream;
    private final Proxy proxy;

    Socks5(ProxyStream stream, Proxy proxy) {
        this.stream = stream;
        this.proxy = proxy;
    }

    /** Has the proxy connect to {@code target}; it looks names up itself. */
    void connect(Endpoint target) throws NetException, ProxyException {
        boolean mayLogIn = !proxy.user().isEmpty();
        stream.write(
                mayLogIn
                        ? new byte[] {VERSION, 2, NO_LOGIN, LOGIN}
                        : new byte[] {VERSION, 1, NO_LOGIN});
        byte[] choice = stream.read(2);
        if (choice[0] != VERSION) {
            throw new ProxyException(
                    ExitCode.FAILED,
                    "it does not speak SOCKS5"
                            + (choice[0] == 'H' ? ", but HTTP; write http:// for it" : ""));
        }
        switch (choice[1]) {
            case NO_LOGIN -> {}
            case LOGIN -> logIn();
            default ->
                    throw new ProxyException(
                            ExitCode.PERMISSION,
                            mayLogIn
                                    ? "it takes no password"
                                    : "it asks for a password; write"
                                            + " socks5://USER:PASSWORD@HOST:PORT");
        }
        request(target);
    }

    private void logIn() throws NetException, ProxyException {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(LOGIN_VERSION);
        text(login, proxy.user(), "the user");
        text(login, proxy.password(), "the password");
        stream.write(login.toByteArray());
        if (stream.read(2)[1] != 0) {
            throw new ProxyException(
                    ExitCode.PERMISSION, "it does not take this user and password");
        }
    }

    private static void text(ByteArrayOutputStream to, String text, String what)
            throws ProxyException {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > TEXT_BYTES_MAX) {
            throw new ProxyException(ExitCode.USAGE, what + " is longer than 255 bytes");
        }
        to.write(bytes.length);
        to.writeBytes(bytes);
    }

    private void request(Endpoint target) throws NetException, ProxyException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0});
        address(request, target.host());
        request.write(target.port() >> 8);
        request.write(target.port());
        stream.write(request.toByteArray());
        byte[] reply = stream.read(4); // version, reply, reserved, kind of address
        if (reply[1] != 0) throw refused(reply[1] & 255);
        int bytes =
                switch (reply[3]) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> stream.read(1)[0] & 255;
                    default ->
                            throw new ProxyException(
                                    ExitCode.FAILED, "its answer is not SOCKS5 any more");
                };
        stream.read(bytes + 2); // where it connects from, and the port
    }

    private static void address(ByteArrayOutputStream request, String host) throws ProxyException {
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            request.write(address instanceof Inet4Address ? IPV4 : IPV6);
            request.writeBytes(address.getAddress());
        } catch (IllegalArgumentException name) {
            request.write(NAME);
            text(request, host, "the name of the host");
        }
    }

    /** RFC 1928 section 6. */
    private static ProxyException refused(int reply) {
        return switch (reply) {
            case 2 ->
                    new ProxyException(
                            ExitCode.PERMISSION, "its rules do not allow this connection");
            case 3 -> new ProxyException(ExitCode.ADDRESS, "it has no way to that network");
            case 4 -> new ProxyException(ExitCode.ADDRESS, "it cannot reach that host");
            case 5 -> new ProxyException(ExitCode.REFUSED, "nothing listens there, it says");
            case 6 -> new ProxyException(ExitCode.TIMEOUT, "the host did not answer it in time");
            case 7 -> new ProxyException(ExitCode.FAILED, "it makes no connections (CONNECT)");
            case 8 ->
                    new ProxyException(
                            ExitCode.FAILED, "it does not know this kind of address; try another");
            default ->
                    new ProxyException(
                            ExitCode.FAILED,
                            "it failed, and does not say why (reply " + reply + ")");
        };
    }
}
