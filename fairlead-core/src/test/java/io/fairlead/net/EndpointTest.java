package io.fairlead.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.Endpoint.Scheme;
import io.fairlead.net.text.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:7007, tcp://127.0.0.1:7007",
        "TCP://127.0.0.1:7007, tcp://127.0.0.1:7007",
        "tcp://0.0.0.0:0, tcp://0.0.0.0:0",
        "tcp://255.255.255.255:65535, tcp://255.255.255.255:65535",
        "tcp://:7007, tcp://127.0.0.1:7007",
        ":7007, tcp://127.0.0.1:7007",
        "7007, tcp://127.0.0.1:7007",
        "0, tcp://127.0.0.1:0",
        "tcp://*:7007, tcp://*:7007",
        "*:7007, tcp://*:7007",
        "tcp://[::1]:7007, tcp://[::1]:7007",
        "[::1]:7007, tcp://[::1]:7007",
        "tcp://[::]:1, tcp://[::]:1",
        "tcp://[2001:DB8:0:0:1:0:0:1]:1, tcp://[2001:db8::1:0:0:1]:1",
        "tcp://[0:0:0:0:0:0:0:1]:1, tcp://[::1]:1",
        "tcp://[1:0:3:4:5:6:7:8]:1, tcp://[1:0:3:4:5:6:7:8]:1",
        "tcp://[64:ff9b::1.2.3.4]:1, tcp://[64:ff9b::102:304]:1",
        "tcp://[::ffff:1.2.3.4]:1, tcp://1.2.3.4:1",
        "tcp://[::1%lo]:7007, tcp://[::1%lo]:7007",
        "udp://[fe80::1%eth0]:53, udp://[fe80::1%eth0]:53",
        "udp://239.1.2.3%eth0:7007, udp://239.1.2.3%eth0:7007",
        "udp://[ff15::1%eth0]:7007, udp://[ff15::1%eth0]:7007",
        "tcp://Host.Name:7007, tcp://host.name:7007",
        "localhost:80, tcp://localhost:80",
        "tcp://3com.com:80, tcp://3com.com:80",
        "tcp://host.name.:80, tcp://host.name.:80",
        "tcp://1.2.3.4a:80, tcp://1.2.3.4a:80",
        "udp://127.0.0.1:53, udp://127.0.0.1:53",
        "udp://:53, udp://127.0.0.1:53",
        "unix:///run/x.sock, unix:///run/x.sock",
        "unix:/run/x.sock, unix:///run/x.sock",
        "UNIX:/run/X.sock, unix:///run/X.sock",
        "unix:x.sock, unix:x.sock",
        "unix:./@x, unix:./@x",
        "unix:////run/x, unix:////run/x",
        "unix:/run/a b:c?d#e@f, unix:///run/a b:c?d#e@f",
        "unix:@name, unix:@name",
    })
    void readsEveryFormAndWritesOne(String text, String canonical) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).hasToString(canonical);
        assertThat(Endpoint.parse(canonical)).isEqualTo(endpoint).hasSameHashCodeAs(endpoint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "tcp://|it has no port; write tcp://HOST:PORT",
                "tcp://127.0.0.1|it has no port; write tcp://127.0.0.1:PORT",
                "localhost|it has no port; write tcp://localhost:PORT",
                "tcp://[::1]|it has no port; write tcp://[::1]:PORT",
                "tcp://7007|a port alone is written tcp://:7007",
                "tcp:7007|two slashes are missing; write tcp://:7007",
                "UDP:host:53|two slashes are missing; write udp://host:53",
                "tcp://h:|the port after the colon is missing",
                "tcp://h:65536|port 65536 is over 65535",
                "tcp://h:99999|port 99999 is over 65535",
                "99999|port 99999 is over 65535",
                "tcp://h:99999999999999999999|is over 65535",
                "tcp://h:-1|port -1 is not a number from 0 to 65535",
                "-1|port -1 is not a number",
                "tcp://h:+1|port +1 is not a number",
                "tcp://h:007|port 007 has a leading zero",
                "00|port 00 has a leading zero",
                "tcp://h:80a|port 80a is not a number",
                "tcp://h:\u0663|is not a number from 0 to 65535",
                "tcp://h:' 80'|contains a blank",
                "'tcp://h:80 '|contains a blank",
                "' 7007'|contains a blank",
                "tcp://1.2.3:80|1.2.3 is not an IPv4 address: it has 3 of 4 parts",
                "tcp://127.1:80|127.1 is not an IPv4 address: it has 2 of 4 parts",
                "tcp://1.2.3.4.5:80|it has 5 parts, not 4",
                "tcp://1.2.3.4.:80|it has 5 parts, not 4",
                "tcp://0x7f.1:80|0x7f.1 is not an IPv4 address: it has 2 of 4 parts",
                "tcp://0x7f000001:80|it has 1 of 4 parts",
                "tcp://2130706433:80|it has 1 of 4 parts",
                "tcp://127.0.0.0x1:80|its part 0x1 is not a decimal number",
                "tcp://256.1.1.1:80|its part 256 is over 255",
                "tcp://1.1.1.4294967297:80|its part 4294967297 is over 255",
                "tcp://010.0.0.1:80|its part 010 has a leading zero",
                "tcp://1..2.3:80|a part is empty",
                "tcp://host.1:80|host.1 is not an IPv4 address",
                "::1:7007|an IPv6 address needs brackets; write tcp://[::1]:7007",
                "udp://fe80::1:7007|brackets; write udp://[fe80::1]:7007",
                "tcp://a:b:c|an IPv6 address needs brackets",
                "tcp://[::1:7007|the bracket [ is not closed",
                "tcp://[::1]7007|it has no port",
                "tcp://[::1]x:7007|only :PORT may follow the bracket ]",
                "tcp://[1::2::3]:1|it has more than one ::",
                "tcp://[:::1]:1|it has more than one ::",
                "tcp://[1:2:3]:1|it has 3 groups, not 8, and no ::",
                "tcp://[1:2:3:4:5:6:7:8:9]:1|it has 9 groups, not 8",
                "tcp://[1:2:3:4::5:6:7:8]:1|it has 8 groups beside its ::; the limit is 7",
                "tcp://[12345::]:1|its group 12345 is not 1 to 4 hexadecimal digits",
                "tcp://[g::]:1|its group g is not",
                "tcp://[1:]:1|it has an empty group",
                "tcp://[::127.1]:1|127.1 is not an IPv4 address",
                "tcp://[1.2.3.4::]:1|its group 1.2.3.4 is not",
                "tcp://[::1%]:1|a zone is % and the name of an interface",
                "tcp://[::1%a%b]:1|a zone is % and the name of an interface",
                "udp://1.2.3.4%lo:1|an IPv4 address has no zone; remove %lo",
                "tcp://239.1.2.3%lo:1|an IPv4 address has no zone; remove %lo",
                "udp://239.1.2.3%:1|a zone is % and the name of an interface",
                "tcp://[::ffff:1.2.3.4%lo]:1|an IPv4 address has no zone; remove %lo",
                "http://x:80|unknown scheme http; endpoints begin with tcp://, tls://, udp://,"
                        + " unix: or fd://; did"
                        + " you mean tcp://?",
                "tpc://x:80|did you mean tcp://?",
                "upd://x:80|did you mean udp://?",
                "unx:///run/x|did you mean unix:?",
                "file:///run/x|did you mean unix:?",
                "gopher://x:70|unknown scheme gopher; endpoints begin with",
                "fd:web|a socket that is given is written fd://NAME",
                "fd://|a socket that is given is written fd://NAME",
                "fd://a:b|a socket that is given is written fd://NAME",
                "tcp://user@host:80|it contains user info",
                "user:secret@host:80|it contains user info",
                "tcp://host:80/|it contains a path (/), which an endpoint cannot have; write"
                        + " tcp://host:80",
                "tcp://host:80/a/b|it contains a path (/a/b)",
                "tcp://host:80?x=y|it contains a query (?x=y)",
                "tcp://host:80#top|it contains a fragment (#top)",
                "/run/x.sock|a Unix socket is written unix:/run/x.sock",
                "tcp://a_b:80|only letters, digits, hyphens and dots",
                "tcp://a..b:80|a part of it is empty",
                "tcp://.:80|a part of it is empty",
                "tcp://-a:80|its part -a begins or ends with a hyphen",
                "tcp://a-.b:80|its part a- begins or ends with a hyphen",
                "tcp://**:80|only letters, digits, hyphens and dots",
                "tcp://b\u00fccher.example:80|it is not ASCII; write xn--bcher-kva.example",
                "unix:|the path is empty",
                "unix://|the path is empty",
                "unix:@|the path is empty",
                "unix:///run/|the path names a directory",
                "unix://x.sock|unix:// needs an absolute path; write unix:x.sock",
            })
    void refusesWhatIsNoneAndSaysWhatWouldBe(String text, String reason) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageStartingWith("endpoint \"" + Printable.of(text) + "\": ")
                .withMessageContaining(reason);
    }

    @Test
    void refusesLongLabelsAndNames() {
        String label = "a".repeat(63);
        assertThat(Endpoint.parse(label + ":1").host()).isEqualTo(label);
        assertFault(label + "a:1", "longer than 63 characters");
        assertFault((label + ".").repeat(4) + "a:1", "it has 257 characters; the limit is 253");
    }

    @Test
    void aPathHasAtMost107BytesOfUtf8() {
        String longest = "/" + "x".repeat(106);
        assertThat(Endpoint.parse("unix:" + longest).path()).isEqualTo(longest);
        assertThat(Endpoint.parse("unix:@" + "x".repeat(107)).isAbstract()).isTrue();
        assertFault("unix:" + longest + "x", "the path has 108 bytes; the limit is 107");
        assertFault("unix:" + longest + "xx", "the path has 109 bytes");
        assertFault("unix:/" + "\u00e9".repeat(54), "the path has 109 bytes");
        assertFault("unix:@" + "x".repeat(108), "the path has 108 bytes");
    }

    @Test
    void aMessageHoldsNoControlCharacters() {
        assertFault("unix:/run/\0x", "unix:/run/\\x00x\": the path contains a NUL character");
        assertFault("unix:/run/\ud800", "the path has no UTF-8 form");
        assertFault("tcp://\u001b[2J:1", "tcp://\\x1b[2J:1\": it contains a blank or a control");
        assertFault("tcp://a\u202eb:1", "a\\u202eb is not a host name");
    }

    private static void assertFault(String text, String reason) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageContaining(reason);
    }

    @Test
    void knowsItsParts() {
        Endpoint udp = Endpoint.parse("udp://[::1]:53");
        assertThat(udp.scheme()).isEqualTo(Scheme.UDP);
        assertThat(udp.host()).isEqualTo("::1");
        assertThat(udp.port()).isEqualTo(53);
        assertThat(udp.path()).isEmpty();
        Endpoint unix = Endpoint.parse("unix:/run/x");
        assertThat(unix.scheme()).isEqualTo(Scheme.UNIX);
        assertThat(unix.host()).isEmpty();
        assertThat(unix.port()).isEqualTo(-1);
        assertThat(unix.path()).isEqualTo("/run/x");
        assertThat(unix.isAbstract()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7007",
                "tcp://127.9.9.9:1",
                "tcp://[::1]:1",
                "tcp://[::ffff:127.0.0.1]:1",
                "tcp://localhost:1",
                "tcp://a.localhost.:1",
                "unix:/x"
            })
    void loopbackIsWhatOnlyThisMachineReaches(String text) {
        assertThat(Endpoint.parse(text).isLoopback()).isTrue();
        assertThat(Endpoint.parse(text).isWildcard()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:1", "0.0.0.0:1", "[::]:1", "[::ffff:0.0.0.0]:1"})
    void wildcardsAreEveryAddress(String text) {
        assertThat(Endpoint.parse(text).isWildcard()).isTrue();
        assertThat(Endpoint.parse(text).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"128.0.0.1:1", "[::2]:1", "notlocalhost:1", "localhost.example:1"})
    void othersAreNeither(String text) {
        assertThat(Endpoint.parse(text).isWildcard()).isFalse();
        assertThat(Endpoint.parse(text).isLoopback()).isFalse();
    }

    @Test
    void canBeMadeFromParts() {
        assertThat(Endpoint.tcp("::1", 7)).isEqualTo(Endpoint.parse("tcp://[::1]:7"));
        assertThat(Endpoint.udp("*", 7)).isEqualTo(Endpoint.parse("udp://*:7"));
        assertThat(Endpoint.unix(Path.of("@x"))).hasToString("unix:./@x");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.tcp("h", 65_536))
                .withMessageContaining("tcp://h:65536");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.tcp("h:80", 80))
                .withMessageContaining("is not an IPv6 address");
    }

    @Test
    void takesAnotherPort() {
        assertThat(Endpoint.parse("tcp://*:0").withPort(80)).hasToString("tcp://*:80");
        assertThat(Endpoint.tcp("::1", 0).withPort(80).isLoopback()).isTrue();
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.parse("unix:/x").withPort(80));
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.parse("80").withPort(65_536));
    }

    @Test
    void showsAddressesOfChannels() throws Exception {
        InetSocketAddress six =
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:1"), 80);
        assertThat(Endpoint.of(six, Scheme.UDP)).hasToString("udp://[2001:db8::1]:80");
        assertThat(Endpoint.describe(six)).isEqualTo("[2001:db8::1]:80");
        InetSocketAddress four = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80);
        assertThat(Endpoint.of(four, Scheme.TCP)).hasToString("tcp://127.0.0.1:80");
        assertThat(Endpoint.describe(four)).isEqualTo("127.0.0.1:80");
        assertThat(Endpoint.describe(InetSocketAddress.createUnresolved("h", 1))).isEqualTo("h:1");
        InetSocketAddress zoned = new InetSocketAddress(InetAddress.ofLiteral("fe80::1%7"), 80);
        assertThat(Endpoint.of(zoned, Scheme.TCP)).hasToString("tcp://[fe80::1%7]:80");
    }

    @Test
    void showsUnixAddressesOfChannels() {
        UnixDomainSocketAddress unix = UnixDomainSocketAddress.of("/run/x");
        assertThat(Endpoint.of(unix, Scheme.UNIX)).hasToString("unix:///run/x");
        assertThat(Endpoint.describe(unix)).isEqualTo("unix:///run/x");
        UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
        assertThat(Endpoint.describe(unnamed)).isEqualTo("unix:(unnamed)");
        assertThat(Endpoint.describe(UnixDomainSocketAddress.of("/\u001b[2J")))
                .isEqualTo("unix:///\\x1b[2J");
        assertThat(Endpoint.describe(null)).isEqualTo("(no address)");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Endpoint.of(unnamed, Scheme.UNIX));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Endpoint.of(unix, Scheme.TCP));
    }
}
