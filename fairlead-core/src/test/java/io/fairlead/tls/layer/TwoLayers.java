package io.fairlead.tls.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.Limits;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/** Two ends of TLS back to back, without sockets. */
abstract class TwoLayers {
    static final int MESSAGE_BYTES = 100_000;

    private static final Endpoint ENDPOINT = Endpoint.parse("tls://localhost:7443");

    final LayerNotes served = new LayerNotes(true);
    final LayerNotes client = new LayerNotes(false);
    Executor compute = Runnable::run;

    WireEnd server(IntSupplier cut) throws NetException {
        return server(TestTls.server(), cut);
    }

    WireEnd server(TlsOptions options, IntSupplier cut) throws NetException {
        TlsRules rules = TlsRules.ofServer(ENDPOINT, options, compute);
        return new WireEnd(rules, served, Limits.DEFAULT, cut);
    }

    WireEnd client(IntSupplier cut) throws NetException {
        return client(TestTls.client(), cut);
    }

    WireEnd client(TlsOptions options, IntSupplier cut) throws NetException {
        TlsRules rules = TlsRules.ofClient(ENDPOINT, options, Runnable::run);
        return new WireEnd(rules, client, Limits.DEFAULT, cut);
    }

    /** How much goes at a time: all. */
    static int whole() {
        return Integer.MAX_VALUE;
    }

    static byte[] message(int bytes) {
        byte[] message = new byte[bytes];
        new Random(bytes).nextBytes(message);
        return message;
    }

    static void requireEmpty(WireEnd... ends) {
        for (WireEnd end : ends) {
            assertThat(end.ended).isTrue();
            assertThat(end.slab.bytesLent()).isZero();
        }
    }
}
