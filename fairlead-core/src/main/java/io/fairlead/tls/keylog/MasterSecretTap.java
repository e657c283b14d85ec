package io.fairlead.tls.keylog;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/**
 * Generates as another provider does, and tells the master secret of TLS 1.2. The parameters are
 * the JDK's own, which nobody else can read; they are passed on as they are.
 */
final class MasterSecretTap extends KeyGeneratorSpi {
    /** What the JDK calls it (RFC 5246 section 8.1). */
    static final String PLAIN = "SunTls12MasterSecret";

    /** The same with all of the handshake in it (RFC 7627). */
    static final String EXTENDED = "SunTlsExtendedMasterSecret";

    private final String name;
    private final KeyGenerator original;

    MasterSecretTap(String name, Provider provider) throws NoSuchAlgorithmException {
        this.name = name;
        original = KeyGenerator.getInstance(name, provider);
    }

    @Override
    protected void engineInit(SecureRandom random) {
        original.init(random);
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec how, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        original.init(how, random);
    }

    @Override
    protected void engineInit(int bits, SecureRandom random) {
        original.init(bits, random);
    }

    @Override
    protected SecretKey engineGenerateKey() {
        SecretKey secret = original.generateKey();
        ConnectionSecrets.derived(name, secret);
        return secret;
    }
}
