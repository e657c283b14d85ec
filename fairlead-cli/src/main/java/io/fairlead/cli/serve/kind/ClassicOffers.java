package io.fairlead.cli.serve.kind;

import io.fairlead.cli.Shell;
import io.fairlead.net.Endpoint;
import io.fairlead.services.Shipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is served when nothing is asked for: everything, where this machine alone sees it. */
public final class ClassicOffers {
    private ClassicOffers() {}

    public static List<ServiceOffer> all(Shell shell) {
        List<ServiceOffer> offers = new ArrayList<>();
        for (Shipped service : Shipped.values()) {
            offers.add(
                    new ServiceOffer(
                            new ClassicKind(service), Endpoint.tcp("127.0.0.1", service.port())));
        }
        for (Shipped service : Shipped.values()) {
            if (!service.overUdp()) continue;
            offers.add(
                    new ServiceOffer(
                            new ClassicKind(service), Endpoint.udp("127.0.0.1", service.port())));
        }
        Path socket = PrivateDirectory.path(shell).resolve("echo.sock");
        offers.add(new ServiceOffer(new ClassicKind(Shipped.ECHO), Endpoint.unix(socket)));
        return offers;
    }
}
