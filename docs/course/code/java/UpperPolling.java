import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

void main(String[] args) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 128);
    // region: differs
    listener.configureBlocking(false);
    List<Client> clients = new ArrayList<>();
    while (true) { // asks everyone, for ever: a processor is always busy
        SocketChannel channel = listener.accept(); // null: nobody is there
        if (channel != null) {
            channel.configureBlocking(false);
            clients.add(new Client(channel));
        }
        for (Client client : List.copyOf(clients)) {
            if (isGone(client)) clients.remove(client);
        }
    }
    // endregion
}

/** What is still to be sent to a client is in its buffer, between position and limit. */
record Client(SocketChannel channel, ByteBuffer bytes) {
    Client(SocketChannel channel) {
        this(channel, ByteBuffer.allocate(4096).limit(0));
    }
}

/** Goes on until the socket would make us wait; false when the client is gone. */
boolean goOn(Client client) throws IOException {
    ByteBuffer bytes = client.bytes();
    while (true) {
        while (bytes.hasRemaining()) {
            if (client.channel().write(bytes) == 0) return true; // EAGAIN
        }
        int count = client.channel().read(bytes.clear());
        bytes.flip();
        if (count == 0) return true; // EAGAIN
        if (count < 0) return false;
        toUpper(bytes);
    }
}

boolean isGone(Client client) throws IOException {
    try {
        if (goOn(client)) return false;
    } catch (IOException reset) {
        IO.println("a client broke off: " + reset.getMessage());
    }
    client.channel().close();
    return true;
}

void toUpper(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
        byte each = bytes.get(i);
        if (each >= 'a' && each <= 'z') bytes.put(i, (byte) (each - 'a' + 'A'));
    }
}
