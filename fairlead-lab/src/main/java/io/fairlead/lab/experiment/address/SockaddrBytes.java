package io.fairlead.lab.experiment.address;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Inet;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The bytes of an address: ip(7), ipv6(7), unix(7), inet_pton(3), and addrlen of accept(2). */
public final class SockaddrBytes implements Lab {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int PORT = 7007;
    private static final int OCTET_TEXT = 3; // two digits and a space

    @Override
    public String name() {
        return "sockaddr";
    }

    @Override
    public String summary() {
        return "the bytes of sockaddr_in, _in6 and _un, inet_pton, and addrlen in and out";
    }

    @Override
    public String expectation() {
        return "bind, connect and accept take a pointer to struct sockaddr, which stands for three"
                + " structs of different sizes: the first two bytes say which it is, and addrlen"
                + " says how long. In a call that gives an address addrlen goes both ways: in, how"
                + " much room there is; out, how much was needed. Text becomes bytes by inet_pton.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        structs(lab);
        text(lab, client);
        tooShort(lab, server);
        lengths(lab, client, server);
        lab.say(
                "Set addrlen before each call, as the last one has changed it. struct"
                        + " sockaddr_storage has room for any address. On Windows an addrlen that"
                        + " is too small is an error at accept, too: WSAEFAULT, 10014.");
    }

    private static void structs(Experiment lab) {
        lab.say("127.0.0.1, port 7007, as struct sockaddr_in: 16 bytes.");
        Bytes in = Bytes.of(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, PORT));
        lab.add(
                table(
                        in.row("sin_family", 0, 2, "AF_INET, 2: in the order of this machine"),
                        in.row("sin_port", 2, 4, "7007 in network byte order: htons"),
                        in.row("sin_addr", 4, 8, "127.0.0.1, the first number first"),
                        in.row("sin_zero", 8, 16, "unused")));
        lab.check("its length", 16, in.length());
        lab.check("7007 is 1b 5f: the higher byte first", "1b 5f", in.hex(2, 4));
        lab.say("[::1], port 7007, as struct sockaddr_in6: 28 bytes.");
        Bytes six = Bytes.of(new SockaddrIn6(0, 1, PORT));
        lab.add(
                table(
                        six.row("sin6_family", 0, 2, "AF_INET6, 10 on Linux, 23 on Windows"),
                        six.row("sin6_port", 2, 4, "as above"),
                        six.row("sin6_flowinfo", 4, 8, "a flow, mostly 0"),
                        six.row("sin6_addr", 8, 24, "16 bytes, of which ::1 names the last"),
                        six.row("sin6_scope_id", 24, 28, "the interface, for fe80:: only")));
        lab.check("its length", 28, six.length());
        lab.say("The path /tmp/s, as struct sockaddr_un: up to 110 bytes.");
        Bytes unix = Bytes.of(SockaddrUn.path("/tmp/s"));
        lab.add(
                table(
                        unix.row("sun_family", 0, 2, "AF_UNIX, 1"),
                        unix.row("sun_path", 2, 9, "the path and a NUL; room for 108 bytes")));
        lab.check("its length is that of the path in use", 9, unix.length());
    }

    private static Part.Table table(Row... rows) {
        List<List<String>> all = Stream.of(rows).map(Row::cells).toList();
        return new Part.Table(List.of("field", "bytes", "in memory", "which is"), all);
    }

    /** A struct as it lies in memory. */
    private record Bytes(String octets, int length) {
        static Bytes of(Sockaddr address) {
            SockaddrStorage storage = new SockaddrStorage(address);
            byte[] memory = storage.memory().toArray(ValueLayout.JAVA_BYTE);
            return new Bytes(HEX.formatHex(memory), storage.length());
        }

        String hex(int from, int to) {
            return octets.substring(from * OCTET_TEXT, to * OCTET_TEXT - 1);
        }

        Row row(String field, int from, int to, String meaning) {
            String where = String.format(Locale.ROOT, "%d to %d", from, to - 1);
            return new Row(List.of(field, where, hex(from, to), meaning));
        }
    }

    private record Row(List<String> cells) {}

    private static void text(Experiment lab, Side client) {
        lab.say("Text to bytes and back: inet_pton and inet_ntop.");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(16);
            Pton pton = new Pton(client, new Inet(new Posix()), into);
            lab.check("1: it is an address", 1, pton.four("127.0.0.1"));
            lab.check("its bytes", "7f 00 00 01", hex(into, 4));
            lab.check("0: 256 fits in no byte (errno says nothing)", 0, pton.four("127.0.0.256"));
            lab.check(
                    "0: short forms are none, though inet_aton takes them", 0, pton.four("127.1"));
            lab.check(
                    "0: a name is no address, getaddrinfo is for those", 0, pton.four("localhost"));
            lab.check("IPv6: the same, into 16 bytes", 1, pton.six("2001:db8:0:0:0:0:0:1"));
            String shortest =
                    String.valueOf(new Inet(new Posix()).inetNtop(SocketConstants.AF_INET6, into));
            client.show("inet_ntop(AF_INET6, bytes)", 0, '"' + shortest + '"');
            lab.check("and back in its shortest form", "2001:db8::1", shortest);
        }
    }

    private record Pton(Side side, Inet inet, MemorySegment into) {
        int four(String text) {
            int result = inet.inetPton(SocketConstants.AF_INET, text, into);
            return side.show("inet_pton(AF_INET, \"%s\", bytes)".formatted(text), result);
        }

        int six(String text) {
            int result = inet.inetPton(SocketConstants.AF_INET6, text, into);
            return side.show("inet_pton(AF_INET6, \"%s\", bytes)".formatted(text), result);
        }
    }

    private static String hex(MemorySegment memory, int bytes) {
        return HEX.formatHex(memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    private static void tooShort(Experiment lab, Side server) {
        lab.say("addrlen in: bind is told that the struct is one byte shorter than it is.");
        Fd fd = server.socket("short");
        SockaddrStorage any = new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0));
        int result = server.sockets().bind(fd.number(), any.memory(), SockaddrIn.BYTES - 1);
        server.show("bind(short, {127.0.0.1:0}, 15)", result);
        lab.checkErrno("bind refuses", Errno.EINVAL, result);
    }

    private static void lengths(Experiment lab, Side client, Side server) throws IOException {
        lab.say("addrlen in and out: accept. First with all the room that is needed.");
        Fd listener = server.listening("listener", PORT, 5);
        Accepts accepts = new Accepts(client, server, listener);
        Accepts.Result whole = accepts.with("whole", 128);
        lab.check("out: 16 bytes were needed", 16, whole.needed());
        lab.check("the address is there", "02 00", whole.family());
        lab.ask("addrlen is 0, as in a program that forgot to set it. What does accept do?");
        lab.say("Now with addrlen 0, which a program gets that forgets to set it.");
        Accepts.Result forgotten = accepts.with("forgotten", 0);
        lab.check("Linux accepts all the same", forgotten.number() >= 0);
        lab.check("out: 16 bytes would have been needed", 16, forgotten.needed());
        lab.check("nothing was written: the address is garbage", "00 00", forgotten.family());
        lab.say("And with a pointer for the address, but none for its length.");
        Fd unlucky = client.socket("unlucky");
        client.connect(unlucky, listener);
        lab.checkErrno("accept fails", Errno.EFAULT, accepts.withoutLength());
        int end = client.recv(unlucky, 64);
        lab.check("and the connection is lost: the client is told of its end", 0, end);
    }
}
