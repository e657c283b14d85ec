import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 128);
    while (true) {
        try (SocketChannel client = listener.accept()) {
            serve(client);
        } catch (EOFException end) {
            continue;
        } catch (IOException gone) {
            IO.println("a client broke off: " + gone.getMessage());
        }
    }
}

// region: calls
void serve(SocketChannel client) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(client));
    DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
    while (true) {
        int length = in.readInt(); // big endian
        if (length < 0 || length > 65536) return;
        byte[] message = new byte[length];
        in.readFully(message);
        out.writeInt(length);
        out.write(message);
    }
}
// endregion
