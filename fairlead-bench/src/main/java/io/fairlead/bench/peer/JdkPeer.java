package io.fairlead.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * The JDK alone: {@code JdkPeer socket|channel ROLE}. A virtual thread for each connection, over
 * java.net streams or over a blocking SocketChannel; UDP is a plain loop over a DatagramChannel.
 */
public final class JdkPeer {
    private static final int BUFFER_BYTES = 16 * 1024;

    private JdkPeer() {}

    /** Serves until it is killed. */
    public static void main(String[] args) throws IOException {
        Role role = Role.of(args[1]);
        if (role == Role.UDP) serveDatagrams();
        else if (args[0].equals("socket")) serveSockets(role);
        else if (role == Role.ECHO) serveChannels();
        else Ready.refused("only echo is written over a SocketChannel");
    }

    private static void serveSockets(Role role) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, Role.BACKLOG, loopback)) {
            Ready.at(listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(socket, role));
            }
        }
    }

    private static void serve(Socket socket, Role role) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            switch (role) {
                case UPPER -> upper(in, out);
                case FRAMES -> frames(in, out);
                default -> echo(in, out);
            }
        } catch (IOException e) {
            // the connection was reset: the generator leaves that way
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n; (n = in.read(buffer)) >= 0; ) out.write(buffer, 0, n);
    }

    private static void upper(InputStream in, OutputStream out) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        for (String line; (line = reader.readLine()) != null; ) {
            writer.write(line.toUpperCase(Locale.ROOT));
            writer.write('\n');
            if (!reader.ready()) writer.flush();
        }
    }

    private static void frames(InputStream in, OutputStream out) throws IOException {
        DataInputStream reader = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        DataOutputStream writer = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        byte[] frame = new byte[0];
        while (true) {
            int size;
            try {
                size = reader.readInt();
            } catch (EOFException e) {
                return;
            }
            if (size > frame.length) frame = new byte[Math.min(size, Role.FRAME_BYTES_MAX)];
            reader.readFully(frame, 0, size);
            writer.writeInt(size);
            writer.write(frame, 0, size);
            if (reader.available() == 0) writer.flush();
        }
    }

    private static void serveChannels() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(loopback(), Role.BACKLOG);
            Ready.at(listener.socket().getLocalPort());
            while (true) {
                SocketChannel channel = listener.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread.startVirtualThread(() -> echo(channel));
            }
        }
    }

    private static void echo(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (channel) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) channel.write(buffer);
                buffer.clear();
            }
        } catch (IOException e) {
            // the connection was reset: the generator leaves that way
        }
    }

    private static void serveDatagrams() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(loopback());
            Ready.at(channel.socket().getLocalPort());
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
            while (true) {
                var source = channel.receive(buffer);
                channel.send(buffer.flip(), source);
                buffer.clear();
            }
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
