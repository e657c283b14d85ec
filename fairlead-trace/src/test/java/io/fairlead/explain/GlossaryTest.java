package io.fairlead.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type or paste, and the entry it leads to. */
class GlossaryTest {
    private static final Glossary GLOSSARY = Glossary.load();

    private static List<String> names(String asked) {
        return GLOSSARY.find(asked).stream().map(Entry::name).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ECONNREFUSED|ECONNREFUSED",
                "econnrefused|ECONNREFUSED",
                "CONNREFUSED|ECONNREFUSED",
                "111|ECONNREFUSED",
                "-111|ECONNREFUSED",
                "61|ECONNREFUSED,ENODATA",
                "10061|ECONNREFUSED",
                "0x8007274D|ECONNREFUSED",
                "WSAECONNREFUSED|ECONNREFUSED",
                "errno 98|EADDRINUSE,ENOSR",
                "errno=11|EAGAIN,EAI_SYSTEM",
                "connect failed: 10048|EADDRINUSE",
                "WSAGetLastError() = 10014|EFAULT",
                "error 10035|EAGAIN",
                "listen: error code: 0x8007273F, giving up|EAFNOSUPPORT",
                "EWOULDBLOCK|EAGAIN",
                "35|EAGAIN",
                "11|EAGAIN,EAI_SYSTEM",
                "54|ECONNRESET",
                "10054|ECONNRESET",
                "11001|EAI_NONAME",
                "Connection refused|ECONNREFUSED",
                "java.net.ConnectException: Connection refused|ECONNREFUSED",
                "[Errno 111] Connection refused|ECONNREFUSED",
                "Connection refused (os error 111)|ECONNREFUSED",
                "finishConnect(..) failed: Connection refused: /127.0.0.1:7007|ECONNREFUSED",
                "Connection reset by peer|ECONNRESET",
                "java.net.SocketException: Connection reset|ECONNRESET",
                "recvAddress(..) failed: Connection reset by peer|ECONNRESET",
                "Broken pipe|EPIPE",
                "java.io.IOException: Broken pipe|EPIPE",
                "No route to host|EHOSTUNREACH",
                "java.net.NoRouteToHostException: No route to host (Host unreachable)|EHOSTUNREACH",
                "java.net.SocketTimeoutException: Read timed out|ETIMEDOUT",
                "connect timed out|ETIMEDOUT",
                "Address already in use|EADDRINUSE",
                "java.net.BindException: Address already in use: bind|EADDRINUSE",
                "Permission denied|EACCES",
                "Too many open files|EMFILE",
                "Too many open files in system|ENFILE",
                "java.net.UnknownHostException: no.such: Name or service not known|EAI_NONAME",
                "java.nio.channels.ClosedChannelException|ESHUTDOWN",
                "Cannot assign requested address (Address not available)|EADDRNOTAVAIL",
                "Software caused connection abort: socket write error|ECONNABORTED",
                "An existing connection was forcibly closed by the remote host|ECONNRESET",
                "bind tcp://127.0.0.1:7007: EADDRINUSE: the port is held by pid 4711|EADDRINUSE",
                "CLOSE_WAIT|CLOSE_WAIT",
                "close-wait|CLOSE_WAIT",
                "TimeWait|TIME_WAIT",
                "FIN-WAIT-2|FIN_WAIT2",
                "ESTAB|ESTABLISHED",
                "SYN|SYN",
                "rst|RST",
                "listen|listen",
                "LISTEN|LISTEN",
                "LISTENING|LISTEN",
                "SO_REUSEADDR|SO_REUSEADDR",
                "so_keepalive|SO_KEEPALIVE",
                "setsockopt(IP_TTL)|IP_TTL",
                "TCP_FASTOPEN_CONNECT|TCP_FASTOPEN",
                "msg_peek|MSG_PEEK",
                "PF_INET|AF_INET",
                "O_NONBLOCK|O_NONBLOCK",
                "SIGPIPE|SIGPIPE",
                "killed by signal 9|SIGKILL",
                "terminated by SIGPIPE, Broken pipe|SIGPIPE",
                "exit code 137|SIGKILL",
                "141|SIGPIPE",
                "SIGTTIN|SIGTTIN",
                "WSAStartup|WSAStartup",
                "FIONBIO|ioctlsocket",
                "SD_SEND|SD_SEND",
                "accept|accept",
                "recvfrom|recv",
                "connect()|connect",
                "10014 at accept|EFAULT",
                "22 from bind()|EINVAL",
                "accept: 10014|EFAULT",
                "connect 10048|EADDRINUSE",
                "errno 98 in bind|EADDRINUSE,ENOSR",
                "[Errno 111]|ECONNREFUSED",
                "many sockets in CLOSE_WAIT|CLOSE_WAIT",
                "nagle|Nagle",
                "Nagle's algorithm|Nagle",
                "half close|half-close",
                "what is a half-close?|half-close",
                "sockaddr_in|sockaddr",
                "zombies|zombie",
                "C4996|C4996",
                "half-close, TIME_WAIT,SO_LINGER|half-close,TIME_WAIT,SO_LINGER",
                "half-close, TIME_WAYT|half-close",
            })
    void whatIsPastedLeadsToAnEntry(String asked, String names) {
        assertThat(String.join(",", names(asked))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "xyzzy",
        "99999",
        "''",
        "EX",
        "'  '",
        "a",
        "0x",
        "-",
        "connect failed: 127.0.0.1:98",
        "98 of bottles",
        "bottles 98"
    })
    void nonsenseLeadsNowhere(String asked) {
        assertThat(names(asked)).isEmpty();
    }

    @Test
    void theTextOfEveryErrorOfLinuxLeadsToIt() {
        for (Entry entry : GLOSSARY.entries()) {
            if (entry.kind() != Entry.Kind.ERROR || entry.name().startsWith("WSA")) continue;
            assertThat(names(entry.text())).as(entry.text()).contains(entry.name());
        }
    }

    @Test
    void aCallIsSeenInWhatWasAsked() {
        assertThat(Glossary.callsWithin("10014 at accept")).containsExactly("accept");
        assertThat(Glossary.callsWithin("recvfrom() failed: -1")).containsExactly("read");
        assertThat(Glossary.callsWithin("unaccepted")).isEmpty();
        assertThat(GLOSSARY.errorsOf("recv"))
                .extracting(Entry::name)
                .contains("ECONNRESET", "EAGAIN", "EINTR")
                .doesNotContain("EADDRINUSE");
        assertThat(GLOSSARY.errorsOf("waitpid")).isEmpty();
    }

    @Test
    void anEntryReadAloneIsTheSame() {
        for (Entry entry : GLOSSARY.entries()) {
            assertThat(Glossary.alone(entry.name())).contains(entry);
        }
        assertThat(Glossary.alone("ECONN")).isEmpty();
        assertThat(Glossary.alone("econnreset")).isEmpty();
        assertThat(Glossary.alone("TCP\nkind: term")).isEmpty();
    }

    @Test
    void aBeginningHasAllNamesThatBeginSo() {
        assertThat(GLOSSARY.beginning("shut_"))
                .extracting(Entry::name)
                .containsExactly("SHUT_RD", "SHUT_WR", "SHUT_RDWR");
    }

    @Test
    void whatIsNoErrorOfSocketsIsNamedAllTheSame() {
        assertThat(GLOSSARY.otherOnLinux("35")).contains("EDEADLK, Resource deadlock avoided");
        assertThat(GLOSSARY.otherOnLinux("111")).isEmpty();
        assertThat(GLOSSARY.otherOnLinux("4000")).isEmpty();
        assertThat(GLOSSARY.otherOnLinux("EPIPE")).isEmpty();
        assertThat(Errno.name(35)).isEqualTo("EDEADLK");
    }
}
