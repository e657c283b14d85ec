import io.fairlead.client.Datagrams;

void main(String[] args) throws Exception {
    // region: calls
    try (Datagrams socket = Datagrams.connect("udp://:" + args[0])) {
        socket.send("hello");
        IO.println(socket.receive().text());
    }
    // endregion
}
