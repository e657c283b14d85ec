import io.fairlead.net.DatagramOptions;
import io.fairlead.server.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;

void main() throws Exception {
    // region: group
    Server server = Server.at("udp://*:7005")
            .datagrams(DatagramOptions.DEFAULT.join("239.7.7.7%lo"))
            .serve((peer, datagram) -> {
                if (datagram.text().startsWith("who prints?")) peer.send("I do");
            });
    InetAddress group = InetAddress.getByName("239.7.7.7");
    server.datagrams().send(new InetSocketAddress(group, server.port()), "a printer is here");
    // endregion
    IO.println("Waiting to be asked on " + server.endpoint());
    server.awaitClose();
}
