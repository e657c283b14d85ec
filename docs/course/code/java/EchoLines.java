import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

void main(String[] args) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 128);
    while (true) {
        try (SocketChannel client = listener.accept()) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client));
            byte[] line = readLine(in);
            while (line.length > 0) {
                writeFully(client, line);
                line = readLine(in);
            }
        } catch (IOException gone) {
            IO.println("a client broke off: " + gone.getMessage());
        }
    }
}

// region: calls
/** readn: so many bytes; fewer only at the end of input. */
byte[] readFully(InputStream in, int count) throws IOException {
    return in.readNBytes(count);
}

/** writen: a channel may take a part alone. */
void writeFully(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) channel.write(rest);
}

/** readline: with its end; empty at the end of input. */
byte[] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int each = in.read(); each >= 0; each = in.read()) {
        line.write(each);
        if (each == '\n') break;
    }
    return line.toByteArray();
}
// endregion
