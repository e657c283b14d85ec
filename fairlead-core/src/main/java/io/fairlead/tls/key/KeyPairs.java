package io.fairlead.tls.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Objects;

/** Tells whether a private and a public key are of one pair: what one signs, the other verifies. */
final class KeyPairs {
    private static final byte[] TEXT = {'f', 'a', 'i', 'r', 'l', 'e', 'a', 'd'};
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private KeyPairs() {}

    static boolean fits(PrivateKey key, PublicKey open) {
        if (!key.getAlgorithm().equals(open.getAlgorithm())) return false;
        try {
            Signature signature = signature(key);
            signature.initSign(key);
            signature.update(TEXT);
            byte[] signed = signature.sign();
            Signature check = signature(key);
            check.initVerify(open);
            check.update(TEXT);
            return check.verify(signed);
        } catch (GeneralSecurityException notOfOneKind) {
            return false;
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature =
                Signature.getInstance(
                        switch (algorithm) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> algorithm;
                        });
        if (algorithm.equals("RSASSA-PSS") && key instanceof RSAKey rsa) {
            signature.setParameter(Objects.requireNonNullElse(rsa.getParams(), PSS));
        }
        return signature;
    }
}
