package io.fairlead.payload.tls;

import static java.util.stream.Collectors.joining;

import io.fairlead.net.text.Printable;
import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.CertificateList;
import io.fairlead.packet.tls.ClientHello;
import io.fairlead.packet.tls.EncryptedExtensions;
import io.fairlead.packet.tls.HandshakeMessage;
import io.fairlead.packet.tls.ServerHello;
import io.fairlead.packet.tls.TlsNames;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says what messages of TLS mean; all is safe to show. */
final class TlsWords {
    private static final int NAMED_MAX = 3;
    private static final int TEXT_MAX = 80;
    private static final int FATAL = 2;

    private TlsWords() {}

    static String hello(ClientHello hello) {
        List<String> says = new ArrayList<>();
        says.add(list(hello.versions(), " or ", TlsNames::version));
        if (!hello.protocols().isEmpty()) {
            says.add("ALPN " + list(hello.protocols(), " or ", TlsWords::shown));
        }
        if (!hello.groups().isEmpty()) {
            says.add("groups " + list(hello.groups(), ", ", TlsNames::group));
        }
        if (!hello.keyShares().isEmpty()) {
            says.add("key share " + list(hello.keyShares(), ", ", TlsNames::group));
        }
        says.add(hello.suites().size() == 1 ? "1 suite" : hello.suites().size() + " suites");
        if (hello.resumes()) says.add("to resume a session");
        if (hello.earlyData()) says.add("with early data");
        String name = hello.serverName().isEmpty() ? "" : " for " + shown(hello.serverName());
        return "ClientHello" + name + " (" + String.join("; ", says) + ")";
    }

    static String hello(ServerHello hello) {
        if (hello.isRetry()) {
            String asks =
                    hello.group() < 0 ? "" : " (asks for " + TlsNames.group(hello.group()) + ")";
            return "HelloRetryRequest" + asks;
        }
        List<String> says = new ArrayList<>();
        says.add(TlsNames.version(hello.version()));
        says.add(TlsNames.suite(hello.suite()));
        if (hello.group() >= 0) says.add(TlsNames.group(hello.group()));
        if (!hello.protocol().isEmpty()) says.add("ALPN " + shown(hello.protocol()));
        if (hello.resumes()) says.add("the session is resumed");
        return "ServerHello (" + String.join("; ", says) + ")";
    }

    /** Any other message. */
    static String message(HandshakeMessage message, boolean isTls13) {
        String says =
                switch (message.type()) {
                    case HandshakeMessage.CERTIFICATE -> certificate(message.body(), isTls13);
                    case HandshakeMessage.SERVER_KEY_EXCHANGE -> group(message.body());
                    case HandshakeMessage.ENCRYPTED_EXTENSIONS -> {
                        String protocol = EncryptedExtensions.protocol(message.body());
                        yield protocol.isEmpty() ? "" : "ALPN " + shown(protocol);
                    }
                    default -> "";
                };
        return message.name() + (says.isEmpty() ? "" : " (" + says + ")");
    }

    private static String group(Octets keyExchange) {
        byte[] begin = keyExchange.atMost(3).toArray();
        boolean named = begin.length == 3 && begin[0] == 3; // RFC 8422 section 5.4
        return named ? TlsNames.group((begin[1] & 0xff) << 8 | (begin[2] & 0xff)) : "";
    }

    private static String certificate(Octets body, boolean isTls13) {
        List<Octets> chain = CertificateList.of(body, isTls13);
        if (chain.isEmpty()) return "none";
        String subject = subject(chain.getFirst());
        String count = chain.size() == 1 ? "" : "; a chain of " + chain.size();
        return (subject.isEmpty() ? "1 that cannot be read" : shown(subject)) + count;
    }

    private static String subject(Octets der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
            X509Certificate read = (X509Certificate) factory.generateCertificate(in);
            String name = read.getSubjectX500Principal().getName();
            return name.isEmpty() ? "no subject" : name;
        } catch (CertificateException | RuntimeException e) { // the JDK throws both
            return "";
        }
    }

    static String alert(Octets body) {
        byte[] alert = body.toArray();
        if (alert.length != 2) return "an alert of " + alert.length + " bytes";
        String name = TlsNames.alert(alert[1] & 0xff);
        return "alert " + name + (alert[0] == FATAL ? " (fatal)" : "");
    }

    private static String shown(String text) {
        boolean isLong = text.length() > TEXT_MAX;
        return Printable.of(isLong ? text.substring(0, TEXT_MAX) + "..." : text);
    }

    private static <T> String list(List<T> all, String between, Function<T, String> name) {
        String named = all.stream().limit(NAMED_MAX).map(name).collect(joining(between));
        int more = all.size() - NAMED_MAX;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
