package io.fairlead.posix;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenDescriptors.class)
class SockaddrTest {
    private final Native c = new Native();
    private final Inet inet = new Inet(c.posix);

    @AfterEach
    void close() {
        c.close();
    }

    @Test
    void ipv4GoesInAndOutInNetworkOrder() {
        SockaddrIn address = new SockaddrIn(0x7f000001, 0xfedc);
        assertThat(address.write(c.memory, 1)).isEqualTo(16);
        byte[] expected = {2, 0, (byte) 0xfe, (byte) 0xdc, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThat(c.memory.asSlice(1, 16).toArray(JAVA_BYTE)).isEqualTo(expected);
        assertThat(Sockaddr.read(c.memory, 1, 16)).isEqualTo(address);
        assertThat(address.toInet())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0xfedc));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "2001:db8::7", "fe80::1%1", "::"})
    void ipv6GoesInAndOut(String text) {
        InetSocketAddress java = new InetSocketAddress(InetAddress.ofLiteral(text), 7007);
        SockaddrIn6 address = SockaddrIn6.of(java);
        assertThat(address.write(c.memory, 0)).isEqualTo(28);
        assertThat(Sockaddr.read(c.memory, 0, 28)).isEqualTo(address);
        assertThat(address.toInet()).isEqualTo(java);
        assertThat(address.scopeId()).isEqualTo(text.contains("%") ? 1 : 0);
    }

    @Test
    void mappedAddressesBecomePlainOnes() {
        InetSocketAddress java = new InetSocketAddress(InetAddress.ofLiteral("10.1.2.3"), 80);
        SockaddrIn6 mapped = SockaddrIn6.of(java);
        assertThat(mapped.isMapped()).isTrue();
        assertThat(mapped.toInet()).isEqualTo(java);
    }

    @Test
    void linkLayerAddressesGoInAndOut() {
        var hardware = new SockaddrLl.Hardware(0x0123_4567_89ab_0000L, 6);
        SockaddrLl address = new SockaddrLl(0x0800, 2, 1, 4, hardware);
        assertThat(address.write(c.memory, 0)).isEqualTo(20);
        assertThat(Sockaddr.read(c.memory, 0, 20)).isEqualTo(address);
        assertThat(c.memory.get(JAVA_BYTE, 2)).isEqualTo((byte) 8);
        assertThat(c.memory.get(JAVA_BYTE, 12)).isEqualTo((byte) 1);
    }

    @Test
    void longestPathsBindAndComeBack(@TempDir Path folder) {
        String prefix = folder + "/";
        String path = prefix + "x".repeat(SockaddrUn.NAME_BYTES_MAX - prefix.length());
        int fd = c.opened(c.sockets.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.bind(fd, new SockaddrStorage(SockaddrUn.path(path))));
        assertThat(c.nameOf(fd).get()).isEqualTo(SockaddrUn.path(path)).hasToString(path);
        assertThatThrownBy(() -> SockaddrUn.path(path + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("107");
        assertThatThrownBy(() -> SockaddrUn.path("a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unixNamesAsText() {
        assertThat(SockaddrUn.unnamed()).hasToString("*");
        assertThat(SockaddrUn.abstractName("a b")).hasToString("@a b");
        SockaddrUn binary = SockaddrUn.abstractName("\0\0x");
        int length = binary.write(c.memory, 0);
        assertThat(length).isEqualTo(2 + 4);
        assertThat(Sockaddr.read(c.memory, 0, length)).isEqualTo(binary);
    }

    @Test
    void addressesOfOtherFamiliesKeepTheirNumber() {
        Sockaddr other = new Sockaddr.Other(SocketConstants.AF_NETLINK);
        other.write(c.memory, 0);
        assertThat(Sockaddr.read(c.memory, 0, 12)).isEqualTo(other);
        assertThat(Sockaddr.read(c.memory, 0, 0).family()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 1", "127.1, 0", "256.0.0.1, 0", "'1.2.3.4 ', 0", "::1, 0"})
    void inetPtonIsStrict(String text, int expected) {
        assertThat(inet.inetPton(AF_INET, text, c.memory)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "2001:DB8:0:0:0:0:0:7, 2001:db8::7",
        "::ffff:10.1.2.3, ::ffff:10.1.2.3",
        "fe80:0:0:0:1:0:0:1, fe80::1:0:0:1"
    })
    void inetNtopWritesTheShortForm(String text, String expected) {
        assertThat(inet.inetPton(AF_INET6, text, c.memory)).isOne();
        assertThat(inet.inetNtop(AF_INET6, c.memory)).isEqualTo(expected);
    }

    @Test
    void familiesThatInetPtonDoesNotKnow() {
        assertThat(inet.inetPton(AF_UNIX, "x", c.memory)).isEqualTo(-Errno.EAFNOSUPPORT);
        assertThat(inet.inetNtop(AF_UNIX, c.memory)).isNull();
    }

    @Test
    void interfacesHaveNumbers() {
        int index = ok(inet.ifNametoindex("lo"));
        assertThat(inet.ifIndextoname(index)).isEqualTo("lo");
        assertThat(inet.ifNametoindex("no-such-if")).isEqualTo(-Errno.ENODEV);
        assertThat(inet.ifIndextoname(123_456_789)).isNull();
    }

    @Test
    void byteOrder() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(2);
            two.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 0, (short) Inet.htons(0x1234));
            assertThat(two.get(JAVA_BYTE, 0)).isEqualTo((byte) 0x12);
        }
        assertThat(Inet.ntohs(Inet.htons(0xfedc))).isEqualTo(0xfedc);
        assertThat(Inet.ntohl(Inet.htonl(0xfedcba98))).isEqualTo(0xfedcba98);
    }
}
