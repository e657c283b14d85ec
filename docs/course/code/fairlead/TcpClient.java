import io.fairlead.client.Client;
import io.fairlead.service.Connection;

void main(String[] args) throws Exception {
    // region: calls
    try (Connection server = Client.connect("tcp://:" + args[0])) {
        server.write(System.in.readAllBytes());
        server.shutdownOutput(); // FIN: that was all; read goes on
        byte[] bytes = new byte[4096];
        for (int count = server.read(bytes); count >= 0; count = server.read(bytes)) {
            System.out.write(bytes, 0, count);
        }
        System.out.flush();
    }
    // endregion
}
