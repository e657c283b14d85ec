package io.fairlead.tls.issue;

import io.fairlead.tls.der.Der;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** What kind of key a certificate is for. */
public enum KeyKind {
    /** On the curve P-256: short, fast, and known to every client. */
    EC("EC", "SHA256withECDSA", "1.2.840.10045.4.3.2"),
    /** Ed25519: shorter still; browsers do not know it in certificates. */
    ED25519("Ed25519", "Ed25519", "1.3.101.112"),
    /** 2,048 bits: for clients that know nothing else; a handshake costs more. */
    RSA("RSA", "SHA256withRSA", "1.2.840.113549.1.1.11");

    private final String algorithm;
    private final String signature;
    private final String signatureId;

    KeyKind(String algorithm, String signature, String signatureId) {
        this.algorithm = algorithm;
        this.signature = signature;
        this.signatureId = signatureId;
    }

    KeyPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size(), random);
        return generator.generateKeyPair();
    }

    private AlgorithmParameterSpec size() {
        return switch (this) {
            case EC -> new ECGenParameterSpec("secp256r1");
            case ED25519 -> NamedParameterSpec.ED25519;
            case RSA -> new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4);
        };
    }

    static KeyKind of(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> EC;
            case "RSA" -> RSA;
            default -> ED25519;
        };
    }

    /** AlgorithmIdentifier of what such a key signs; RSA alone has parameters, RFC 4055. */
    byte[] signatureAlgorithm() {
        byte[] id = Der.oid(signatureId);
        return this == RSA ? Der.sequence(id, Der.none()) : Der.sequence(id);
    }

    byte[] sign(PrivateKey key, byte[] content, SecureRandom random)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(signature);
        signer.initSign(key, random);
        signer.update(content);
        return signer.sign();
    }
}
