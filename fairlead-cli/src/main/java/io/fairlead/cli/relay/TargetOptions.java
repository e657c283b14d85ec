package io.fairlead.cli.relay;

import io.fairlead.cli.tls.TrustOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.services.relay.RelayBuilder;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which target a connection goes to by the name it asks for, and how targets are spoken to. */
public final class TargetOptions extends TrustOptions {
    @Option(
            names = "--sni",
            paramLabel = "NAME=TARGET",
            description =
                    "Pass TLS through unopened, and relay who asks for NAME (SNI) to TARGET; *.NAME"
                            + " is all names one level below. A TARGET without a name takes all"
                            + " others; without one they are refused.")
    private List<String> names = List.of();

    @Option(
            names = "--target-cert",
            paramLabel = "FILE",
            description = "tls:// targets: a client certificate to show, PEM or PKCS#12.")
    private @Nullable Path certificate;

    @Option(
            names = "--target-key",
            paramLabel = "FILE",
            description = "tls:// targets: the key of --target-cert. Default: in the same file.")
    private @Nullable Path key;

    /** None is given yet. */
    public TargetOptions() {}

    /** A name and where it leads to. */
    private record Named(String name, Endpoint target) {
        static Named parse(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "--sni: write a name and its target, such as"
                                + " chat.example.org=10.0.0.7:443 (\""
                                + text
                                + "\" is not)");
            }
            String name = text.substring(0, equals);
            return new Named(name, Endpoint.parse(text.substring(equals + 1)));
        }
    }

    /**
     * Gives {@code builder} its targets, and how they are spoken to.
     *
     * @param from where the relay listens
     * @param others targets without a name
     * @throws IllegalArgumentException if they make no sense; the message says why
     */
    void addTo(RelayBuilder builder, Endpoint from, List<Endpoint> others) {
        List<Named> named = names.stream().map(Named::parse).toList();
        List<Endpoint> all = new ArrayList<>(others);
        named.forEach(one -> all.add(one.target()));
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "the target is missing: write fairlead relay "
                            + from
                            + " TARGET, or --sni NAME=TARGET for TLS that passes through");
        }
        if (all.contains(from)) {
            throw new IllegalArgumentException(
                    from + " would be relayed to itself; name another target");
        }
        others.forEach(builder::to);
        named.forEach(one -> builder.toName(one.name(), one.target()));
        builder.targetTls(options(tlsOr(all.getFirst(), all)));
    }

    private static Endpoint tlsOr(Endpoint other, List<Endpoint> all) {
        return all.stream()
                .filter(one -> one.scheme() == Endpoint.Scheme.TLS)
                .findFirst()
                .orElse(other);
    }

    @Override
    public TlsOptions options(Endpoint target) {
        return showing(
                super.options(target), certificate, key, "--target-key is for --target-cert");
    }

    @Override
    protected boolean isGiven() {
        return super.isGiven() || certificate != null || key != null;
    }
}
