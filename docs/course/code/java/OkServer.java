import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    // region: calls
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 16);
    while (true) {
        try (SocketChannel client = listener.accept()) {
            ByteBuffer text = ByteBuffer.allocate(1024);
            if (client.read(text) > 0) {
                client.write(ByteBuffer.wrap("OK".getBytes()));
                client.shutdownOutput();
                while (client.read(text.clear()) > 0) {}
            }
        } catch (IOException gone) {
            IO.println("a client broke off: " + gone.getMessage());
        }
    }
    // endregion
}
