package io.fairlead.cli.serve;

import io.fairlead.cli.serve.kind.ServiceKind;
import io.fairlead.server.Model;
import java.util.Locale;

/** {@code fairlead serve --list}. */
final class Catalogue {
    private Catalogue() {}

    static String text() {
        StringBuilder text = new StringBuilder("Services, with their default ports:\n");
        for (ServiceKind service : ServiceKind.all()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "  %-8s  %d  %-8s  %s%n",
                            service.word(),
                            service.port(),
                            service.overUdp() ? "TCP, UDP" : "TCP",
                            service.summary()));
        }
        text.append("Concurrency models (--model):\n");
        for (Model model : Model.values()) {
            text.append(String.format(Locale.ROOT, "  %-14s  %s%n", model.word(), model.words()));
        }
        return text.toString();
    }
}
