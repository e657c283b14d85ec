package io.fairlead.cli.serve.kind;

import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.net.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A service at an endpoint, as the command line asks for it: {@code echo=udp://127.0.0.1:7007}.
 *
 * @param service what is served
 * @param endpoint where
 */
public record ServiceOffer(ServiceKind service, Endpoint endpoint) {
    /**
     * Reads what one word asks for: several doors, where that is the chat.
     *
     * @param certificate whether there is one to show
     * @throws IllegalArgumentException if it is none; the message says why
     * @throws NetException if it names a socket that is given, and there is none that can be served
     */
    public static List<ServiceOffer> parse(String text, boolean certificate, Shell shell)
            throws NetException {
        int equals = text.indexOf('=');
        String word = equals < 0 ? text : text.substring(0, equals);
        ServiceKind service = ServiceKind.find(word).orElseThrow(() -> unknown(word));
        if (equals < 0) {
            List<ServiceOffer> usual = new ArrayList<>(service.usualOffers(shell));
            if (certificate) usual.addAll(service.usualTlsOffers());
            return usual;
        }
        Endpoint asked = Endpoint.parse(text.substring(equals + 1));
        Endpoint bound = GivenSockets.here().claim(asked, certificate);
        return List.of(new ServiceOffer(service, bound).checked());
    }

    private ServiceOffer checked() {
        if (!isUdp() || service.overUdp()) return this;
        throw new IllegalArgumentException(
                "the service %s needs a connection, which UDP does not have; use tcp:// or unix:"
                        .formatted(service.word()));
    }

    public static IllegalArgumentException unknown(String word) {
        String meant = withEquals(word);
        if (meant.isEmpty()) meant = nearest(word);
        return new IllegalArgumentException(
                "unknown service \""
                        + Printable.of(word)
                        + "\""
                        + Printable.of(meant)
                        + " (fairlead serve --list shows all)");
    }

    /** For {@code echo:9000}, that it is written {@code echo=9000}. */
    private static String withEquals(String word) {
        int colon = word.indexOf(':');
        if (colon < 0 || ServiceKind.find(word.substring(0, colon)).isEmpty()) return "";
        String place = word.substring(colon + 1);
        return isEndpoint(place)
                ? "; did you mean " + word.substring(0, colon) + "=" + place + "?"
                : "";
    }

    private static String nearest(String word) {
        return Nearest.of(word, ServiceKind.all().stream().map(ServiceKind::word).toList())
                .map(near -> "; did you mean " + near + "?")
                .orElse(isEndpoint(word) ? "; write SERVICE=" + word : "");
    }

    private static boolean isEndpoint(String word) {
        try {
            return !Endpoint.parse(word).toString().isEmpty();
        } catch (EndpointException e) {
            return false;
        }
    }

    public boolean isUdp() {
        return endpoint.scheme() == Endpoint.Scheme.UDP;
    }
}
