package io.fairlead.tls.keylog;

import java.nio.ByteBuffer;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one connection on their way to the log. They are found by the thread: what the JDK
 * derives {@linkplain #listen while it works for the connection} is the connection's.
 */
public final class ConnectionSecrets {
    /** What the JDK calls a secret, and what the format does (RFC 9850 section 2.2). */
    private static final Map<String, String> LABELS =
            Map.of(
                    "TlsClientHandshakeTrafficSecret",
                    "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                    "TlsServerHandshakeTrafficSecret",
                    "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                    "TlsClientAppTrafficSecret",
                    "CLIENT_TRAFFIC_SECRET_0",
                    "TlsServerAppTrafficSecret",
                    "SERVER_TRAFFIC_SECRET_0",
                    "TlsExporterMasterSecret",
                    "EXPORTER_SECRET",
                    MasterSecretTap.PLAIN,
                    "CLIENT_RANDOM",
                    MasterSecretTap.EXTENDED,
                    "CLIENT_RANDOM");

    private static final ThreadLocal<@Nullable DerivationScope> AT_WORK = new ThreadLocal<>();

    private final KeyLog log;
    private final boolean isClient;
    private final HelloRandom random = new HelloRandom();

    ConnectionSecrets(KeyLog log, boolean isClient) {
        this.log = log;
        this.isClient = isClient;
    }

    /**
     * Looks for the number that a client's hello has, by which the log tells connections apart.
     *
     * @param record a record as it came, from index 0 on
     */
    public void received(ByteBuffer record, int bytes) {
        if (!isClient) random.look(record, bytes);
    }

    /** The same, of a record that goes out. */
    public void sent(ByteBuffer record, int bytes) {
        if (isClient) random.look(record, bytes);
    }

    /**
     * What the JDK derives on this thread is logged, until the listening is closed.
     *
     * @return null before the hello, when there is nothing to derive
     */
    public @Nullable DerivationScope listen() {
        String of = random.hex();
        if (of == null) return null;
        DerivationScope listening = new DerivationScope(log, of, AT_WORK);
        AT_WORK.set(listening);
        return listening;
    }

    /** The JDK has derived a secret, for whatever purpose. */
    static void derived(String name, SecretKey secret) {
        DerivationScope listening = AT_WORK.get();
        String label = listening == null ? null : LABELS.get(name);
        byte[] bytes = label == null ? null : secret.getEncoded();
        if (listening != null && bytes != null) listening.add(String.valueOf(label), bytes);
    }
}
