import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.service.Connection;

void main(String[] args) throws Exception {
    // region: calls
    try (Connection server = Client.connect("tcp://:" + args[0])) {
        server.write("hello");
        server.flush();
        IO.println(server.readFrame(Codec.raw()).text());
    }
    // endregion
}
