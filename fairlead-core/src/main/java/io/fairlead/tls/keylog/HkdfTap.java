package io.fairlead.tls.keylog;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Derives as another provider does, and tells what TLS 1.3 has derived. */
final class HkdfTap extends KDFSpi {
    private final KDF original;

    HkdfTap(String name, Provider provider, @Nullable KDFParameters parameters)
            throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        super(parameters);
        original = KDF.getInstance(name, parameters, provider);
    }

    @Override
    protected @Nullable KDFParameters engineGetParameters() {
        return original.getParameters();
    }

    @Override
    protected SecretKey engineDeriveKey(String name, AlgorithmParameterSpec how)
            throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
        SecretKey secret = original.deriveKey(name, how);
        ConnectionSecrets.derived(name, secret);
        return secret;
    }

    @Override
    protected byte[] engineDeriveData(AlgorithmParameterSpec how)
            throws InvalidAlgorithmParameterException {
        return original.deriveData(how);
    }
}
