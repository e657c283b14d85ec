import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    // region: calls
    InetSocketAddress there = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    try (SocketChannel server = SocketChannel.open(there)) {
        server.write(ByteBuffer.wrap("hello".getBytes()));
        ByteBuffer text = ByteBuffer.allocate(1024);
        while (server.read(text) > 0) {}
        IO.println(new String(text.array(), 0, text.position()));
    }
    // endregion
}
