import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    // region: calls
    InetSocketAddress there = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    try (SocketChannel server = SocketChannel.open(there)) {
        System.in.transferTo(Channels.newOutputStream(server));
        server.shutdownOutput(); // FIN: that was all; read goes on
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (server.read(bytes) > 0) {
            System.out.write(bytes.array(), 0, bytes.position());
            bytes.clear();
        }
        System.out.flush();
    }
    // endregion
}
