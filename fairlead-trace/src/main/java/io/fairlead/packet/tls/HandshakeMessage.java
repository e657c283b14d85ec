package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;

/**
 * A message of a handshake (RFC 8446 section 4, RFC 5246 section 7.4). Immutable.
 *
 * @param type its number
 * @param body what follows its type and length
 */
public record HandshakeMessage(int type, Octets body) {
    public static final int CLIENT_HELLO = 1;
    public static final int SERVER_HELLO = 2;
    public static final int NEW_SESSION_TICKET = 4;
    public static final int ENCRYPTED_EXTENSIONS = 8;
    public static final int CERTIFICATE = 11;
    public static final int SERVER_KEY_EXCHANGE = 12;
    public static final int FINISHED = 20;
    public static final int KEY_UPDATE = 24;

    /** Its name in the standards; {@code handshake message 99} for one that has none. */
    public String name() {
        return switch (type) {
            case 0 -> "HelloRequest";
            case CLIENT_HELLO -> "ClientHello";
            case SERVER_HELLO -> "ServerHello";
            case NEW_SESSION_TICKET -> "NewSessionTicket";
            case 5 -> "EndOfEarlyData";
            case ENCRYPTED_EXTENSIONS -> "EncryptedExtensions";
            case CERTIFICATE -> "Certificate";
            case SERVER_KEY_EXCHANGE -> "ServerKeyExchange";
            case 13 -> "CertificateRequest";
            case 14 -> "ServerHelloDone";
            case 15 -> "CertificateVerify";
            case 16 -> "ClientKeyExchange";
            case FINISHED -> "Finished";
            case 22 -> "CertificateStatus";
            case KEY_UPDATE -> "KeyUpdate";
            case 25 -> "CompressedCertificate";
            default -> "handshake message " + type;
        };
    }
}
