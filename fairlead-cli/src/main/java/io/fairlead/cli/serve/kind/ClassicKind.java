package io.fairlead.cli.serve.kind;

import io.fairlead.cli.Shell;
import io.fairlead.frame.Codec;
import io.fairlead.frame.LineCodec;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Limits;
import io.fairlead.services.Shipped;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service that ships.
 *
 * @param shipped which
 */
public record ClassicKind(Shipped shipped) implements ServiceKind {
    /** The services that work on whatever a frame is. */
    private static final Set<Shipped> ANY_CODEC =
            Set.of(Shipped.ECHO, Shipped.DISCARD, Shipped.ACK, Shipped.UPPER);

    static Stream<ServiceKind> all() {
        return Stream.of(Shipped.values()).map(ClassicKind::new);
    }

    @Override
    public String word() {
        return shipped.word();
    }

    @Override
    public int port() {
        return shipped.port();
    }

    @Override
    public String summary() {
        return shipped.summary();
    }

    @Override
    public boolean overUdp() {
        return shipped.overUdp();
    }

    @Override
    public boolean answersDatagrams() {
        return shipped != Shipped.DISCARD;
    }

    @Override
    public boolean takesCodec() {
        return ANY_CODEC.contains(shipped);
    }

    @Override
    public boolean takesEncoding() {
        return shipped.codec() instanceof LineCodec;
    }

    @Override
    public boolean takesDelay() {
        return true;
    }

    @Override
    public Codec codec(int lineBytesMax) {
        boolean lines = shipped.codec() instanceof LineCodec;
        return lines ? Codec.lines(lineBytesMax).refuseForeign().telnet() : shipped.codec();
    }

    @Override
    public int lineBytesMax(int asked, Endpoint endpoint) {
        return asked;
    }

    @Override
    public Limits limits(Limits asked) {
        return shipped.limits(asked);
    }

    @Override
    public String tryIt(Endpoint endpoint) {
        return shipped.tryIt(endpoint);
    }

    @Override
    public List<ServiceOffer> usualOffers(Shell shell) {
        return List.of(new ServiceOffer(this, Endpoint.tcp("127.0.0.1", port())));
    }
}
