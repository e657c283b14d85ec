import io.fairlead.net.Endpoint;

void main() throws Exception {
    // region: calls
    Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:7007");
    IO.println(endpoint.host() + ", " + endpoint.port());
    IO.println(endpoint.resolve());
    IO.println(Endpoint.parse("unix:///run/x.sock").path());
    // endregion
}
