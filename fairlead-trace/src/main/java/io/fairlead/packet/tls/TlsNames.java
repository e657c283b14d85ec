package io.fairlead.packet.tls;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the numbers of TLS are called (IANA, TLS Parameters). */
public final class TlsNames {
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;
    private static final int TLS_1_0 = 0x0301;

    private static final Map<Integer, String> SUITES = new HashMap<>();
    private static final Map<Integer, String> GROUPS = new HashMap<>();
    private static final Map<Integer, String> ALERTS = new HashMap<>();

    static {
        suites(0x1301, "AES_128_GCM_SHA256 AES_256_GCM_SHA384 CHACHA20_POLY1305_SHA256");
        suites(0x1304, "AES_128_CCM_SHA256 AES_128_CCM_8_SHA256");
        suites(0xc02b, "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        suites(0xc02f, "ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        suites(0xcca8, "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        suites(0xcca9, "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        suites(0x009c, "RSA_WITH_AES_128_GCM_SHA256 RSA_WITH_AES_256_GCM_SHA384");
        suites(0x009e, "DHE_RSA_WITH_AES_128_GCM_SHA256 DHE_RSA_WITH_AES_256_GCM_SHA384");
        put(GROUPS, 23, "secp256r1 secp384r1 secp521r1");
        put(GROUPS, 29, "x25519 x448");
        put(GROUPS, 256, "ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192");
        put(GROUPS, 4587, "SecP256r1MLKEM768 X25519MLKEM768 SecP384r1MLKEM1024");
        put(ALERTS, 0, "close_notify");
        put(ALERTS, 10, "unexpected_message");
        put(ALERTS, 20, "bad_record_mac");
        put(ALERTS, 22, "record_overflow");
        put(ALERTS, 40, "handshake_failure");
        put(ALERTS, 42, "bad_certificate unsupported_certificate certificate_revoked");
        put(ALERTS, 45, "certificate_expired certificate_unknown illegal_parameter unknown_ca");
        put(ALERTS, 49, "access_denied decode_error decrypt_error");
        put(ALERTS, 70, "protocol_version insufficient_security");
        put(ALERTS, 80, "internal_error");
        put(ALERTS, 86, "inappropriate_fallback");
        put(ALERTS, 90, "user_canceled");
        put(ALERTS, 100, "no_renegotiation");
        put(ALERTS, 109, "missing_extension unsupported_extension");
        put(ALERTS, 112, "unrecognized_name bad_certificate_status_response");
        put(ALERTS, 115, "unknown_psk_identity certificate_required");
        put(ALERTS, 120, "no_application_protocol ech_required");
    }

    private TlsNames() {}

    private static void suites(int first, String names) {
        put(SUITES, first, "TLS_" + names.replace(" ", " TLS_"));
    }

    private static void put(Map<Integer, String> map, int first, String names) {
        int number = first;
        for (String name : names.split(" ", -1)) map.put(number++, name);
    }

    /** {@code TLS 1.3}. */
    public static String version(int number) {
        if (number == 0x0300) return "SSL 3.0";
        boolean known = number >= TLS_1_0 && number <= TLS_1_3;
        return known ? "TLS 1." + (number - TLS_1_0) : hex("version ", number);
    }

    /** {@code TLS_AES_256_GCM_SHA384}. */
    public static String suite(int number) {
        return SUITES.getOrDefault(number, hex("suite ", number));
    }

    /** {@code x25519}. */
    public static String group(int number) {
        return GROUPS.getOrDefault(number, hex("group ", number));
    }

    /** {@code close_notify}. */
    public static String alert(int number) {
        return ALERTS.getOrDefault(number, "alert " + number);
    }

    private static String hex(String what, int number) {
        return what + String.format(Locale.ROOT, "0x%04x", number);
    }
}
