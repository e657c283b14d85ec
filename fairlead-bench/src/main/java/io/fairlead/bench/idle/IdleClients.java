package io.fairlead.bench.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that holds connections, each of which has had a line echoed and is silent since. Reads
 * {@code hold N}, opens what is missing, and prints how many it holds; or {@code visit N}, and
 * opens and closes so many one after the other. Ends with its input, and resets all, so that no
 * port stays in TIME_WAIT.
 *
 * <p>Arguments: the port, and the network to connect from: {@code 127.0.1.} for 127.0.1.1 and so
 * on.
 */
final class IdleClients {
    private static final byte[] LINE = "hello\n".getBytes(StandardCharsets.US_ASCII);

    private static final int OF_AN_ADDRESS = 5_000;
    private static final int EXCHANGES = 5;

    private final InetSocketAddress server;
    private final String network;
    private final List<SocketChannel> held = new ArrayList<>();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(LINE.length);
    private final ByteBuffer line = ByteBuffer.allocateDirect(LINE.length).put(LINE);

    private IdleClients(int port, String network) {
        server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        this.network = network;
    }

    static void main(String[] args) throws IOException {
        IdleClients clients = new IdleClients(Integer.parseInt(args[0]), args[1]);
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order; (order = input.readLine()) != null; ) {
            String[] words = order.split(" ", 2);
            int count = Integer.parseInt(words[1]);
            if (words[0].equals("visit")) clients.visit(count);
            else clients.hold(count);
            IO.println(clients.held.size());
        }
        for (SocketChannel channel : clients.held) channel.close();
    }

    /** Where the ports of an address run short, the kernel searches long for a free one. */
    private InetSocketAddress from() {
        String address = network + (held.size() / OF_AN_ADDRESS + 1);
        return new InetSocketAddress(InetAddress.ofLiteral(address), 0);
    }

    /** Connections that stay open. */
    private void hold(int count) throws IOException {
        while (held.size() < count) held.add(exchanged());
    }

    /** Connections one after the other, each of some exchanges. */
    private void visit(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (SocketChannel channel = exchanged()) {
                for (int j = 0; j < EXCHANGES; j++) exchange(channel);
            }
        }
    }

    private SocketChannel exchanged() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.bind(from()).connect(server);
        exchange(channel);
        return channel;
    }

    private void exchange(SocketChannel channel) throws IOException {
        line.flip();
        while (line.hasRemaining()) channel.write(line);
        answer.clear();
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) throw new IOException("closed by the server");
        }
    }
}
