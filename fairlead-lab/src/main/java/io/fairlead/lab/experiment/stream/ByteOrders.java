package io.fairlead.lab.experiment.stream;

import io.fairlead.frame.Codec;
import io.fairlead.frame.FrameException;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Side;
import io.fairlead.lab.Wire;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers of several bytes on the wire: byteorder(3), ip(7). */
public final class ByteOrders implements Lab {
    /** For a network of the lab's own, where each port is free. */
    private static final LabParameter PORT = new LabParameter("port", 7007, 1, 65_535);

    private static final String REFUSAL = "frame of 100663296 bytes announced; the limit is 65536";
    private static final int PORT_OFFSET = 2; // sin_port, after sin_family
    private static final int ATTEMPTS = 20; // the port that comes of it may be another program's
    private static final int PORT_MIN = 1024; // below, bind wants a privilege

    @Override
    public String name() {
        return "byte-order";
    }

    @Override
    public String summary() {
        return "htons forgotten, and integers that come out as 16,777,216";
    }

    @Override
    public String expectation() {
        return "On the wire the highest byte of a number comes first (network byte order); in the"
                + " memory of most processors the lowest does. A port that htons did not turn"
                + " around is another port: 7007 becomes 24347. An int 1 that nobody turned around"
                + " is read as 16,777,216. Both sides of a protocol must mean the same order.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(PORT);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        forgottenHtons(lab, server, client);
        int free = turned(lab.number(PORT)) == 7008 ? 7009 : 7008;
        Fd listener = server.listening("listener", free, 5);
        integers(lab, server, client, listener);
        lengths(lab, server, client, listener);
    }

    /** A number as it reads when its two bytes change places. */
    private static int turned(int port) {
        return Short.toUnsignedInt(Short.reverseBytes((short) port));
    }

    private static void forgottenHtons(Experiment lab, Side server, Side client)
            throws IOException {
        Fd forgetful = server.socket("forgetful");
        int wanted = bindWithoutHtons(lab, server, forgetful);
        int turned = turned(wanted);
        if (turned == wanted) {
            lab.say("Both bytes of this port are the same, so nobody misses htons. Try another.");
            return;
        }
        lab.say(
                String.format(
                                Locale.ROOT,
                                "The program wrote sin_port = %d, in memory %s. The"
                                        + " kernel takes the first byte as",
                                wanted,
                                bytes(wanted))
                        + " the higher one: "
                        + turned
                        + ".");
        lab.check("the kernel took another port", turned, port(forgetful.local()));
        server.listen(forgetful, 5);
        Fd lost = client.socket("lost");
        int refused = client.connect(lost, loopback(wanted));
        lab.checkErrno("where it should listen nobody does", Errno.ECONNREFUSED, refused);
        lab.checkPackets("RST is the answer", "client SYN", "server RST ACK");
        Fd found = client.socket("found");
        int connected = client.connect(found, loopback(turned));
        lab.check("it listens where nobody looks", 0, connected);
        lab.sockets();
        lab.ladder();
        lab.say(
                "No call failed, so no error tells of it: ss -ltn or fairlead stat does. The cure:"
                        + String.format(
                                Locale.ROOT,
                                " sin_port = htons(%d), whose bytes are %s.",
                                wanted,
                                bytes(turned)));
        server.show(String.format(Locale.ROOT, "htons(%d)", wanted), turned);
    }

    /** Binds to the port whose bytes are those of another, without an error; which it was. */
    private static int bindWithoutHtons(Experiment lab, Side server, Fd fd) {
        if (lab.network().alone()) {
            int port = lab.number(PORT);
            lab.say("A server wants port " + port + ", and forgets htons.");
            server.reuseAddress(fd);
            bindRaw(server, fd, port);
            return port;
        }
        lab.say(
                "A server forgets htons. Among other programs the lab does not choose the port: it"
                        + " takes one that a socket of ours holds, so that nobody else answers"
                        + " there.");
        int wanted = 0;
        int bound = -1;
        for (int attempt = 0; bound < 0 && attempt < ATTEMPTS; attempt++) {
            Fd holder = server.socket("holder");
            server.bind(holder, 0);
            wanted = port(holder.local());
            if (turned(wanted) >= PORT_MIN) bound = bindRaw(server, fd, wanted);
        }
        return wanted;
    }

    private static int bindRaw(Side server, Fd fd, int port) {
        SockaddrIn any = new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0);
        SockaddrStorage address = new SockaddrStorage(any);
        address.memory().set(ValueLayout.JAVA_SHORT, PORT_OFFSET, (short) port);
        String fields =
                String.format(Locale.ROOT, "{sin_addr=htonl(INADDR_LOOPBACK), sin_port=%d}", port);
        return server.bind(fd, address, fields);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int port(@Nullable InetSocketAddress address) {
        return address == null ? 0 : address.getPort();
    }

    /** The two bytes of a number as they lie in memory here. */
    private static String bytes(int port) {
        byte[] memory = inMemory(port, ByteOrder.nativeOrder());
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                ? "%02x %02x".formatted(memory[2], memory[3])
                : "%02x %02x".formatted(memory[0], memory[1]);
    }

    private static byte[] inMemory(int number, ByteOrder order) {
        return ByteBuffer.allocate(Integer.BYTES).order(order).putInt(number).array();
    }

    private static void integers(Experiment lab, Side server, Side client, Fd listener)
            throws IOException {
        lab.say(
                "A client sends the int 1 as it lies in its memory, the lowest byte first. The"
                        + " server reads it in network byte order, with ntohl.");
        Fd little = client.socket("little");
        client.connect(little, listener);
        Fd reader = server.accept(listener, "reader");
        Transfer.send(client, little, inMemory(1, ByteOrder.LITTLE_ENDIAN));
        lab.checkWire("the lowest byte went first", little, Wire::bytes, "01 00 00 00");
        lab.ask("The bytes are 01 00 00 00. Which number does ntohl make of them?");
        int wrong = receive(server, reader);
        lab.check("1 has become 16,777,216", 16_777_216, wrong);
        lab.awaitArrival(little);
        lab.ladder();

        lab.say("With htonl at the one end and ntohl at the other any processor will do.");
        Fd network = client.socket("network");
        client.connect(network, listener);
        Fd taker = server.accept(listener, "taker");
        Transfer.send(client, network, inMemory(1, ByteOrder.BIG_ENDIAN));
        lab.checkWire("the highest byte went first", network, Wire::bytes, "00 00 00 01");
        lab.check("1 is 1", 1, receive(server, taker));
    }

    private static int receive(Side server, Fd fd) {
        byte[] came = Transfer.recv(server, fd, Integer.BYTES).bytes();
        if (came.length < Integer.BYTES) return -1;
        int number = ByteBuffer.wrap(came).getInt();
        server.show("ntohl(number)", number);
        return number;
    }

    private static void lengths(Experiment lab, Side server, Side client, Fd listener)
            throws IOException {
        lab.say(
                "The same with the length in front of a message: read the wrong way round, 6 bytes"
                        + " are 100,663,296. A reader with a limit refuses; one without waits for"
                        + " ever, or runs out of memory.");
        Codec little = Codec.lengthPrefixed(4).littleEndian();
        Fd writer = client.socket("writer");
        client.connect(writer, listener);
        Fd served = server.accept(listener, "served");
        Transfer.send(client, writer, Framing.encode(little, List.of("Hello!")));
        byte[] came = Transfer.recv(server, served, 64).bytes();
        lab.check("big-endian: refused", REFUSAL, read(Codec.lengthPrefixed(4), came));
        lab.check("little-endian: as it was meant", "Hello!", read(little, came));
        lab.say(
                "A protocol states its order. Where it does not, network byte order is meant (RFC"
                        + " 1700, page 3). Fairlead's codec is lengthPrefixed(4), with"
                        + " littleEndian() for the other.");
    }

    private static String read(Codec codec, byte[] bytes) {
        try {
            return String.join(", ", new Framing(codec).decode(bytes));
        } catch (FrameException e) {
            return "" + e.getMessage();
        }
    }
}
