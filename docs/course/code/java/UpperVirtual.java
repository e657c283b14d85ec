import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 128);
    // region: differs
    while (true) {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> serveAndClose(client));
    }
    // endregion
}

void serve(SocketChannel client) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (client.read(bytes) >= 0) {
        bytes.flip();
        toUpper(bytes);
        while (bytes.hasRemaining()) client.write(bytes);
        bytes.clear();
    }
}

void serveAndClose(SocketChannel client) {
    try (client) {
        serve(client);
    } catch (IOException gone) {
        IO.println("a client broke off: " + gone.getMessage());
    }
}

void toUpper(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
        byte each = bytes.get(i);
        if (each >= 'a' && each <= 'z') bytes.put(i, (byte) (each - 'a' + 'A'));
    }
}
