package io.fairlead.payload.tls;

import io.fairlead.packet.tls.ClientHello;
import io.fairlead.packet.tls.ServerHello;
import io.fairlead.packet.tls.TlsNames;
import org.jspecify.annotations.Nullable;

/** What both ends have agreed on, and its secrets. For one thread. */
final class TlsAgreement {
    private final @Nullable TlsSecrets secrets;
    private String random = "";
    private boolean earlyData;
    private int version;
    private int suite;

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
        return secrets != null && secrets.isGiven() && isTls13() && !random.isEmpty();
    }

    /** The keys of a direction; null while its secret is not known. */
    @Nullable RecordKeys keys(boolean ofClient, boolean afterHandshake) {
        if (secrets == null || !mayOpen()) return null;
        String label =
                (ofClient ? "CLIENT_" : "SERVER_")
                        + (afterHandshake ? "TRAFFIC_SECRET_0" : "HANDSHAKE_TRAFFIC_SECRET");
        byte[] secret = secrets.find(label, random);
        if (secret == null) {
            secrets.refresh();
            secret = secrets.find(label, random);
        }
        return secret == null ? null : RecordKeys.of(suite, secret);
    }

    String closedReason() {
        if (random.isEmpty()) return "its handshake was not captured";
        if (version != 0 && !isTls13()) {
            return "it is "
                    + TlsNames.version(version)
                    + "; trace decrypts TLS 1.3, Wireshark both";
        }
        if (secrets != null && !secrets.knows(random)) return "the key log has no secrets of it";
        boolean known = RecordKeys.of(suite, new byte[32]) != null;
        known |= RecordKeys.of(suite, new byte[48]) != null;
        boolean foreign = version != 0 && !known;
        return foreign ? "Java has no " + TlsNames.suite(suite) : "";
    }
}
