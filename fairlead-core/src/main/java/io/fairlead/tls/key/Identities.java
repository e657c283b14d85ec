package io.fairlead.tls.key;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses an identity for each handshake. A server shows the one that has the name that the client
 * asks for (SNI, RFC 6066), else {@code *.} and what follows the name's first dot, else the first.
 * Where several have the same names, as one for EC and one for RSA have, the algorithms that the
 * peer takes decide. A client shows the first that an authority named by the server has issued, or
 * any if it names none.
 *
 * <p>They can be replaced at any time, by any thread: handshakes under way end with the identity
 * that they began with, later ones begin with the new one. A choice takes no lock.
 *
 * <p>A key manager of Java's own would do for one identity. But it cannot be changed, and the one
 * for several ({@code PKIX}) takes milliseconds in each handshake.
 */
public final class Identities extends X509ExtendedKeyManager {
    private volatile IdentityIndex index;

    /**
     * Those that were replaced, for the handshakes that have just asked for their names. They hold
     * the name, and so keep the entry.
     */
    private final Map<String, Identity> replaced = new WeakHashMap<>(); // guarded by itself

    /**
     * @param identities the first is for those who ask for no name that is known; at least one
     */
    public Identities(List<Identity> identities) {
        this.index = new IdentityIndex(identities);
    }

    /**
     * Takes these from now on.
     *
     * @param identities as for the constructor
     */
    public void replace(List<Identity> identities) {
        IdentityIndex next = new IdentityIndex(identities);
        synchronized (replaced) {
            replaced.putAll(index.byAlias());
        }
        index = next;
    }

    /** Those of now, in their order. */
    public List<Identity> current() {
        return index.identities();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return server(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return server(keyType, sessionOf(socket));
    }

    private @Nullable String server(String keyType, @Nullable SSLSession session) {
        return index.forServer(keyType, requestedName(session));
    }

    private static @Nullable SSLSession sessionOf(@Nullable Socket socket) {
        return socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
    }

    /** Empty if the client asks for none. */
    private static String requestedName(@Nullable SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) return "";
        for (SNIServerName name : extended.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) return host.getAsciiName();
        }
        return "";
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return client(keyTypes, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return client(keyTypes, issuers);
    }

    private @Nullable String client(String[] keyTypes, Principal @Nullable [] issuers) {
        IdentityIndex now = index;
        for (String keyType : keyTypes) {
            List<String> fit = now.forClient(keyType, allowed(issuers));
            if (!fit.isEmpty()) return fit.getFirst();
        }
        return null;
    }

    private static Set<Principal> allowed(Principal @Nullable [] issuers) {
        return issuers == null ? Set.of() : Set.copyOf(List.of(issuers));
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return index.forClient(keyType, allowed(issuers)).toArray(new String[0]);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return Stream.ofNullable(index.forServer(keyType, "")).toArray(String[]::new);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = identity(alias);
        return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = identity(alias);
        return identity == null ? null : identity.key();
    }

    private @Nullable Identity identity(String alias) {
        Identity now = index.byAlias().get(alias);
        if (now != null) return now;
        synchronized (replaced) {
            return replaced.get(alias);
        }
    }
}
