package io.fairlead.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.explain.Entry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alerts of TLS are all there, and found by what people have in hand. */
class AlertsTest {
    private static final Glossary GLOSSARY = Glossary.load();

    /** RFC 8446, appendix B.2, without those that nobody sends any more. */
    @Test
    void everyAlertHasAnEntry() {
        int[] numbers = {
            0, 10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 90, 109, 110,
            112, 113, 115, 116, 120
        };
        for (int number : numbers) {
            assertThat(GLOSSARY.byName("alert " + number)).map(Entry::kind).contains(Kind.ALERT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: protocol_version, protocol_version",
        "'javax.net.ssl.SSLHandshakeException: PKIX path building failed: x', certificate_unknown",
        "java.security.cert.CertificateException: No name matching a.example found,"
                + " certificate_unknown",
        "Unsupported or unrecognized SSL message, unexpected_message",
        "'error:0A000410:SSL routines::sslv3 alert handshake failure', handshake_failure",
        "tlsv13 alert certificate required, certificate_required",
        "alert 48, unknown_ca",
        "bad_record_mac, bad_record_mac",
    })
    void whatALibraryOfTlsPrintsIsFound(String asked, String name) {
        assertThat(GLOSSARY.find(asked)).first().extracting(Entry::name).isEqualTo(name);
    }
}
