package io.fairlead.payload.tls;

import io.fairlead.packet.tls.ClientHello;
import io.fairlead.packet.tls.ServerHello;
import io.fairlead.packet.tls.TlsNames;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What both ends have agreed on, and its secrets. For one thread. */
final class TlsAgreement {
    private final @Nullable TlsSecrets secrets;
    private String random = "";
    private boolean earlyData;
    private int version;
    private int suite;
    private String serverRandom = "";

    TlsAgreement(@Nullable TlsSecrets secrets) {
        this.secrets = secrets;
    }

    void offered(ClientHello hello) {
        random = hello.random();
        earlyData = hello.earlyData();
    }

    void chosen(ServerHello hello) {
        version = hello.version();
        suite = hello.suite();
        serverRandom = hello.random();
    }

    String random() {
        return random;
    }

    boolean isTls13() {
        return version == TlsNames.TLS_1_3;
    }

    boolean hasEarlyData() {
        return earlyData;
    }

    /** Whether secrets that come later could open what is closed now. */
    boolean mayOpen() {
        boolean known = version == TlsNames.TLS_1_2 || isTls13();
        return secrets != null && secrets.isGiven() && known && !random.isEmpty();
    }

    /** The keys of a direction; null while its secret is not known. */
    @Nullable RecordKeys keys(boolean ofClient, boolean afterHandshake) {
        if (secrets == null || !mayOpen()) return null;
        byte[] secret = secrets.findAnew(label(ofClient, afterHandshake), random);
        if (secret == null) return null;
        if (isTls13()) return Tls13Keys.of(suite, secret);
        byte[] randoms = HexFormat.of().parseHex(serverRandom + random);
        return Tls12Keys.of(suite, secret, randoms, ofClient);
    }

    private String label(boolean ofClient, boolean afterHandshake) {
        if (!isTls13()) return "CLIENT_RANDOM";
        String what = afterHandshake ? "TRAFFIC_SECRET_0" : "HANDSHAKE_TRAFFIC_SECRET";
        return (ofClient ? "CLIENT_" : "SERVER_") + what;
    }

    String closedReason() {
        if (random.isEmpty()) return "its handshake was not captured";
        if (version != 0 && !mayOpen()) return "it is " + TlsNames.version(version);
        if (secrets != null && !secrets.knows(random)) return "the key log has no secrets of it";
        return version == 0 || isKnown() ? "" : "nothing here opens " + TlsNames.suite(suite);
    }

    private boolean isKnown() {
        if (!isTls13()) return Tls12Keys.of(suite, new byte[48], new byte[0], true) != null;
        boolean small = Tls13Keys.of(suite, new byte[32]) != null;
        return small || Tls13Keys.of(suite, new byte[48]) != null;
    }
}
