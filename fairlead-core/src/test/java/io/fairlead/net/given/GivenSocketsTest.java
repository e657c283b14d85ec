package io.fairlead.net.given;

import static io.fairlead.posix.FileConstants.FD_CLOEXEC;
import static io.fairlead.posix.FileConstants.F_DUPFD;
import static io.fairlead.posix.FileConstants.F_GETFD;
import static io.fairlead.posix.FileConstants.F_GETFL;
import static io.fairlead.posix.FileConstants.O_NONBLOCK;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_SEQPACKET;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.server.BoundByOthers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code LISTEN_FDS} says, and what can be served of it; sd_listen_fds(3). */
@EnabledOnOs(OS.LINUX)
class GivenSocketsTest {
    private static final int HIGH = 700; // where nothing else opens descriptors
    private static final Endpoint ANY = Endpoint.parse("tcp://127.0.0.1:0");
    private static final String PID = "" + ProcessHandle.current().pid();

    private final Posix posix = new Posix();
    private final Descriptors descriptors = new Descriptors(posix);
    private final SocketCalls calls = new SocketCalls(posix);
    private final List<Integer> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(descriptors::close);
    }

    /** Descriptors with the numbers from HIGH on. */
    private void listening(int count) throws NetException {
        for (int i = 0; i < count; i++) {
            int fd = BoundByOthers.listening(ANY, false);
            assertThat(descriptors.fcntl(fd, F_DUPFD, HIGH + i)).isEqualTo(HIGH + i);
            descriptors.close(fd);
            opened.add(HIGH + i);
        }
    }

    private static GivenSockets given(int count, String names) {
        return new GivenSockets(
                Map.of("LISTEN_PID", PID, "LISTEN_FDS", "" + count, "LISTEN_FDNAMES", names), HIGH);
    }

    private static Endpoint fd(Object name) {
        return Endpoint.parse("fd://" + name);
    }

    @Test
    void byNameAndByNumber() throws Exception {
        listening(2);
        GivenSockets sockets = given(2, "one:two");
        GivenSocket two = sockets.find(fd("two")).getFirst();
        assertThat(two.fd()).isEqualTo(HIGH + 1);
        assertThat(two.endpoint().port()).isEqualTo(BoundByOthers.port(HIGH + 1));
        assertThat(sockets.find(fd(HIGH)).getFirst().fd()).isEqualTo(HIGH);
        assertThat(sockets.find(ANY)).as("which is bound").isEmpty();
    }

    @Test
    void childrenDoNotGetThemAndNoCallWaits() throws Exception {
        listening(2);
        GivenSockets sockets = given(2, "one:two");
        assertThat(descriptors.fcntl(HIGH + 1, F_GETFD, 0)).isEqualTo(FD_CLOEXEC);
        GivenSocket one = sockets.find(fd("one")).getFirst();
        assertThat(descriptors.fcntl(one.fd(), F_GETFL, 0) & O_NONBLOCK).isEqualTo(O_NONBLOCK);
        assertThat(GivenSockets.isOwn("LISTEN_FDS")).isTrue();
        assertThat(GivenSockets.isOwn("PATH")).isFalse();
    }

    @Test
    void oneNameForSeveralAddresses() throws Exception {
        listening(2);
        assertThatThrownBy(() -> given(2, "web:web").find(fd("web")))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("several sockets have that name: fd://" + HIGH + " is tcp://")
                .hasMessageContaining("FileDescriptorName=");
    }

    @Test
    void oneNameForSeveralSocketsOfOnePort() throws Exception {
        int first = BoundByOthers.listening(ANY, true);
        Endpoint bound = ANY.withPort(BoundByOthers.port(first));
        int second = BoundByOthers.listening(bound, true);
        for (int fd : List.of(first, second)) {
            opened.add(descriptors.fcntl(fd, F_DUPFD, HIGH));
            descriptors.close(fd);
        }
        assertThat(given(2, "web:web").find(fd("web")))
                .hasSize(2)
                .allMatch(GivenSocket::sharesPort)
                .allMatch(one -> one.endpoint().equals(bound));
    }

    @Test
    void aNameThatIsNotThere() throws Exception {
        listening(1);
        assertThatThrownBy(() -> given(1, "").find(fd("web")))
                .hasMessageContaining("those that are given: fd://" + HIGH + " (unknown)");
    }

    @Test
    void whatIsForAnotherProcess() {
        Map<String, String> others = Map.of("LISTEN_PID", "1", "LISTEN_FDS", "1");
        assertThatThrownBy(() -> new GivenSockets(others, HIGH).find(fd("web")))
                .hasMessageContaining("for process 1 (LISTEN_PID), and this is " + PID);
        assertThatThrownBy(() -> new GivenSockets(Map.of(), HIGH).find(fd("web")))
                .hasMessageContaining("LISTEN_FDS is not set");
    }

    @Test
    void whatIsClaimedIsFoundByItsAddressAndOnlyOnce() throws Exception {
        listening(1);
        GivenSockets sockets = given(1, "web");
        Endpoint bound = ANY.withPort(BoundByOthers.port(HIGH));
        assertThat(sockets.claim(fd("web"), false)).isEqualTo(bound);
        assertThat(sockets.find(bound)).hasSize(1);
        assertThatThrownBy(() -> sockets.claim(fd(HIGH), false))
                .hasMessageContaining("so is another one that is asked for");
        GivenSocket web = sockets.find(bound).getFirst();
        assertThat(GivenSockets.bound(fd("web"), web, true).scheme())
                .isEqualTo(Endpoint.Scheme.TLS);
        assertThat(GivenSockets.bound(bound, web, true)).isEqualTo(bound);
    }

    @Test
    void whatNobodyTakesIsClosed() throws Exception {
        listening(2);
        GivenSockets sockets = given(2, "one:two");
        sockets.taken(sockets.find(fd("one")));
        assertThat(sockets.closeUnused()).containsExactly("fd://" + (HIGH + 1) + " (two)");
        opened.clear();
        assertThat(descriptors.fcntl(HIGH + 1, F_GETFD, 0)).isEqualTo(-Errno.EBADF);
        assertThat(descriptors.fcntl(HIGH, F_GETFD, 0)).isEqualTo(-Errno.EBADF);
        assertThat(sockets.closeUnused()).isEmpty();
    }

    // ---- what cannot be served ----

    private void refuses(int fd, String... parts) {
        assertThat(fd).isPositive();
        opened.add(fd);
        assertThatThrownBy(() -> GivenSocket.of(fd, fd(fd)))
                .isInstanceOf(NetException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aSocketOfAnotherKind() throws Exception {
        refuses(calls.socket(AF_INET, SOCK_STREAM, 0), "does not listen", "calls listen(2)");
        refuses(calls.socket(AF_UNIX, SOCK_SEQPACKET, 0), "is a socket of type 5");
        refuses(calls.socket(AF_UNIX, SOCK_DGRAM, 0), "Unix-domain socket for datagrams");
        refuses(calls.socket(AF_INET, SOCK_DGRAM, 0), "has no port", "calls bind(2)");
        refuses(descriptors.open("/dev/null", 0), "is no socket");
        assertThatThrownBy(() -> GivenSocket.of(HIGH + 99, fd(HIGH + 99)))
                .hasMessageContaining("EBADF: descriptor " + (HIGH + 99) + " is not open");
    }

    @Test
    void addressesOfAllKinds() throws Exception {
        String name = "unix:@fairlead-given-" + UUID.randomUUID();
        assertThat(endpoint(BoundByOthers.listening(Endpoint.parse(name), false))).isEqualTo(name);
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")));
        assertThat(endpoint(BoundByOthers.listening(Endpoint.parse("tcp://*:0"), false)))
                .startsWith("tcp://*:");
        assertThat(endpoint(BoundByOthers.listening(Endpoint.parse("tcp://[::]:0"), false)))
                .startsWith("tcp://[::]:");
        assertThat(endpoint(BoundByOthers.datagrams(Endpoint.parse("udp://[::1]:0"), false)))
                .startsWith("udp://[::1]:");
    }

    private String endpoint(int fd) throws NetException {
        opened.add(fd);
        return GivenSocket.of(fd, fd(fd)).endpoint().toString();
    }
}
