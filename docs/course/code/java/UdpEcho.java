import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

void main(String[] args) throws IOException {
    // region: calls
    DatagramChannel socket = DatagramChannel.open();
    socket.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    ByteBuffer bytes = ByteBuffer.allocate(65536);
    while (true) {
        SocketAddress from = socket.receive(bytes.clear());
        socket.send(bytes.flip(), from);
    }
    // endregion
}
