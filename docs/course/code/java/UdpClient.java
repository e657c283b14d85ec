import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

void main(String[] args) throws IOException {
    // region: calls
    InetSocketAddress there = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    try (DatagramChannel socket = DatagramChannel.open()) {
        IO.println("before: " + socket.getLocalAddress());
        socket.send(ByteBuffer.wrap("hello".getBytes()), there);
        IO.println("after: " + (socket.getLocalAddress() == null ? "none" : "chosen"));
        ByteBuffer text = ByteBuffer.allocate(1024);
        socket.receive(text);
        IO.println(new String(text.array(), 0, text.position()));
    }
    // endregion
}
