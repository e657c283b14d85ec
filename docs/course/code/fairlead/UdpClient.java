import io.fairlead.client.DatagramClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;

import java.nio.ByteBuffer;

void main(String[] args) throws Exception {
    // region: calls
    Endpoint there = Endpoint.parse("udp://:" + args[0]);
    try (DatagramClient client = DatagramClient.open(there, ConnectOptions.DEFAULT)) {
        client.send(ByteBuffer.wrap("hello".getBytes()));
        ByteBuffer answer = client.receive();
        byte[] bytes = new byte[answer.remaining()];
        answer.get(bytes);
        IO.println(new String(bytes));
    }
    // endregion
}
