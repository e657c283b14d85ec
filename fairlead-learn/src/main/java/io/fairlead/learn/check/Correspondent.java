package io.fairlead.learn.check;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the program over UDP, which remembers what was sent and what came. */
final class Correspondent implements Closeable {
    private static final int LOOK_MS = 20;
    private static final int BYTES_MAX = 65_535;

    private final LearnerServer site;
    private final DatagramSocket socket;
    private final List<String> story = new ArrayList<>();

    Correspondent(LearnerServer site) throws IOException {
        this.site = site;
        socket = new DatagramSocket(LearnerServer.anyPort());
        socket.connect(site.address());
        socket.setSoTimeout(LOOK_MS);
    }

    Correspondent send(byte[] bytes) throws IOException {
        story.add("sent " + ShownBytes.bytes(bytes) + " from port " + socket.getLocalPort());
        socket.send(new DatagramPacket(bytes, bytes.length));
        return this;
    }

    /**
     * Sends a datagram without a byte in it, from a port of its own: Java leaves it out if
     * connected.
     */
    void sendEmpty() throws IOException {
        story.add("sent an empty datagram");
        try (DatagramSocket other = new DatagramSocket(LearnerServer.anyPort())) {
            other.send(new DatagramPacket(new byte[0], 0, site.address()));
        }
    }

    /** The next datagram; null if none comes, as the program is silent or has no socket. */
    byte @Nullable [] receive() throws IOException {
        Waiting waiting = site.waiting();
        DatagramPacket packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
        while (!waiting.isOver()) {
            try {
                socket.receive(packet);
                byte[] came = Arrays.copyOf(packet.getData(), packet.getLength());
                story.add("got " + ShownBytes.bytes(came) + " at port " + socket.getLocalPort());
                return came;
            } catch (SocketTimeoutException nothingYet) {
                // the loop asks how long still
            } catch (PortUnreachableException e) {
                story.add("got ICMP port unreachable: nobody listens any more");
                return null;
            }
        }
        story.add("got nothing at port " + socket.getLocalPort() + " in " + waiting.words());
        return null;
    }

    List<String> story() {
        return List.copyOf(story);
    }

    /** The socket is gone: what is sent to it now gets ICMP port unreachable. */
    @Override
    public void close() {
        socket.close();
    }
}
