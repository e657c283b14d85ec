package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * A client of datagrams that owes nothing to Fairlead; it waits for an answer for a minute at most.
 */
final class DatagramUser implements Closeable {
    private final DatagramSocket socket;

    private DatagramUser(int port) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(Client.TIMEOUT_MS);
    }

    static DatagramUser any() throws IOException {
        return new DatagramUser(0);
    }

    /** A user whose own port is {@code port}. */
    static DatagramUser at(int port) throws IOException {
        return new DatagramUser(port);
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(byte[] payload, int toPort) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        socket.send(new DatagramPacket(payload, payload.length, loopback, toPort));
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    byte[] ask(byte[] payload, int port) throws IOException {
        send(payload, port);
        return receive();
    }

    String ask(String payload, int port) throws IOException {
        return new String(ask(payload.getBytes(UTF_8), port), UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
