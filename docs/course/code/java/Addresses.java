import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

void main() throws IOException {
    // region: calls
    HexFormat hex = HexFormat.ofDelimiter(" ");
    ByteBuffer two = ByteBuffer.allocate(2); // big endian, as the network
    IO.println("network  " + hex.formatHex(two.putShort(0, (short) 7007).array()));
    two.order(ByteOrder.LITTLE_ENDIAN);
    IO.println("swapped  " + hex.formatHex(two.putShort(0, (short) 7007).array()));
    InetAddress address = InetAddress.ofLiteral("127.0.0.1"); // inet_pton
    IO.println("address  " + hex.formatHex(address.getAddress()));
    IO.println("back     " + new InetSocketAddress(address, 7007));
    // endregion
}
