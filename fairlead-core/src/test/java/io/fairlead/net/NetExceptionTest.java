package io.fairlead.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.NetException.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "Address already in use, EADDRINUSE, ADDRESS",
        "Address already in use: bind, EADDRINUSE, ADDRESS",
        "Permission denied, EACCES, PERMISSION",
        "Cannot assign requested address, EADDRNOTAVAIL, ADDRESS",
        "Can't assign requested address, EADDRNOTAVAIL, ADDRESS",
        "Connection refused, ECONNREFUSED, REFUSED",
        "Network is unreachable, ENETUNREACH, ADDRESS",
        "No route to host, EHOSTUNREACH, ADDRESS",
        "Connection reset, ECONNRESET, RESET",
        "Connection reset by peer, ECONNRESET, RESET",
        "Broken pipe, EPIPE, RESET",
        "Too many open files, EMFILE, LIMIT",
        "Too many open files in system, ENFILE, LIMIT",
        "No buffer space available, ENOBUFS, LIMIT",
        "Cannot allocate memory, ENOMEM, LIMIT",
        "Resource temporarily unavailable, EAGAIN, LIMIT",
        "Connection timed out, ETIMEDOUT, TIMEOUT",
        "Operation timed out, ETIMEDOUT, TIMEOUT",
        "Message too long, EMSGSIZE, OTHER",
        "Invalid argument, EINVAL, OTHER",
        "No such file or directory, ENOENT, ADDRESS",
        "Not a directory, ENOTDIR, ADDRESS",
        "Protocol error, EPROTO, OTHER",
        "Protocol wrong type for socket, EPROTOTYPE, ADDRESS",
        "Operation not permitted, EPERM, PERMISSION",
        "Software caused connection abort, ECONNABORTED, RESET",
        "Unix domain path too long, ENAMETOOLONG, ADDRESS",
        "Address family not supported by protocol, EAFNOSUPPORT, ADDRESS",
        "Socket is closed, EBADF, OTHER",
    })
    void knowsTheTextsOfTheJdk(String text, String errno, Kind kind) {
        NetException e = NetException.of("read", "tcp://h:1", new SocketException(text));

        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.call()).isEqualTo("read");
        assertThat(e.endpoint()).isEqualTo("tcp://h:1");
        assertThat(e)
                .hasMessageStartingWith("read tcp://h:1: " + errno + ": ")
                .hasMessageContaining("; ");
        assertThat(e).hasCauseInstanceOf(SocketException.class);
    }

    static Stream<Arguments> classes() {
        return Stream.of(
                Arguments.of(new PortUnreachableException(), "ECONNREFUSED", Kind.REFUSED),
                Arguments.of(new SocketTimeoutException("x"), "ETIMEDOUT", Kind.TIMEOUT),
                Arguments.of(new ClosedByInterruptException(), "EINTR", Kind.OTHER),
                Arguments.of(new AsynchronousCloseException(), "EBADF", Kind.OTHER),
                Arguments.of(new ClosedChannelException(), "EBADF", Kind.OTHER),
                Arguments.of(new UnresolvedAddressException(), "EAI_NONAME", Kind.NAME),
                Arguments.of(new UnknownHostException("h"), "EAI_NONAME", Kind.NAME),
                Arguments.of(
                        new UnknownHostException("h: Temporary failure in name resolution"),
                        "EAI_AGAIN",
                        Kind.NAME),
                Arguments.of(new UnsupportedAddressTypeException(), "EAFNOSUPPORT", Kind.ADDRESS),
                Arguments.of(
                        new UnsupportedOperationException("Protocol family not supported"),
                        "EAFNOSUPPORT",
                        Kind.ADDRESS),
                Arguments.of(
                        new ConnectException("Connection timed out"), "ETIMEDOUT", Kind.TIMEOUT),
                Arguments.of(new ConnectException("Verbindung"), "", Kind.REFUSED),
                Arguments.of(new BindException("Adresse"), "", Kind.ADDRESS),
                Arguments.of(new NoRouteToHostException("Kein Weg"), "EHOSTUNREACH", Kind.ADDRESS),
                Arguments.of(new ProtocolException("Protokoll"), "EPROTO", Kind.OTHER),
                Arguments.of(new AccessDeniedException("/broken pipe"), "EACCES", Kind.PERMISSION),
                Arguments.of(
                        new FileSystemException("/connection refused", null, "Not a directory"),
                        "ENOTDIR",
                        Kind.ADDRESS),
                Arguments.of(new IOException("something else"), "", Kind.OTHER),
                Arguments.of(new IOException(), "", Kind.OTHER));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void knowsTheExceptionsOfTheJdk(Exception cause, String errno, Kind kind) {
        NetException e = NetException.of("accept", "tcp://h:1", cause);

        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasCause(cause);
    }

    @Test
    void anUnknownErrorKeepsItsText() {
        assertThat(NetException.of("read", "tcp://h:1", new IOException("odd\u001b[2J")))
                .hasMessage("read tcp://h:1: odd\\x1b[2J");
        assertThat(NetException.of("read", "tcp://h:1", new IOException()))
                .hasMessage("read tcp://h:1: IOException");
    }

    @Test
    void isNotWrappedTwice() {
        NetException once = NetException.of("read", "tcp://h:1", new IOException("x"));
        assertThat(NetException.of("write", "tcp://h:1", once)).isSameAs(once);
        assertThat(NetException.of("bind", Endpoint.parse("1"), once)).isSameAs(once);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bind|tcp://127.0.0.1:80|Permission denied|CAP_NET_BIND_SERVICE",
                "bind|unix:///x|Permission denied|may not write to the directory",
                "connect|unix:///x|Permission denied|may not write to the socket file",
                "connect|unix:///x|Connection refused|no server listens on it",
                "connect|tcp://h:1|Connection refused|start the server or check the port",
                "connect|unix:///x|No such file or directory|there is no such socket file",
                "bind|tcp://9.9.9.9:1|Cannot assign requested address|no interface of this machine",
                "connect|tcp://h:1|Cannot assign requested address|no local port is free",
                "connect|tcp://[fe80::1]:1|Invalid argument|needs its zone",
                "connect|udp://h:1|Permission denied|a broadcast address",
                "accept|tcp://h:1|Too many open files|ulimit -n",
                "send|udp://h:1|Message too long|65,507 bytes",
            })
    void explainsByCallAndEndpoint(String call, String endpoint, String text, String explanation) {
        assertThat(NetException.of(call, endpoint, new SocketException(text)))
                .hasMessageContaining(explanation);
    }

    @ParameterizedTest
    @EnumSource(SocketError.class)
    void everySentenceHasAReasonAndAWayOut(SocketError errno) {
        if (errno.word().isEmpty()) {
            return;
        }
        for (String call : new String[] {"bind", "connect", "accept"}) {
            for (String endpoint : new String[] {"tcp://h:1", "unix:///x"}) {
                String sentence = errno.sentence(call, endpoint, new IOException());
                assertThat(sentence).isNotBlank().doesNotEndWith(".").isNotEqualTo("null");
                assertThat(sentence.substring(0, 1))
                        .isEqualTo(sentence.substring(0, 1).toLowerCase(Locale.ROOT));
            }
        }
    }
}
