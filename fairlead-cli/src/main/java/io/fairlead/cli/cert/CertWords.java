package io.fairlead.cli.cert;

import io.fairlead.cli.text.JsonLine;
import io.fairlead.net.text.Printable;
import io.fairlead.tls.key.Identity;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** What was made, and what to do with it. */
final class CertWords {
    private static final String CA = "\"$(fairlead cert --ca)\"";
    private static final String PORT = ":7443";

    private final WrittenFiles files;
    private final Identity identity;
    private final List<String> names;
    private final LocalAuthority authority;

    CertWords(WrittenFiles files, Identity identity, List<String> names, LocalAuthority authority) {
        this.files = files;
        this.identity = identity;
        this.names = names;
        this.authority = authority;
    }

    String json(boolean withStore) {
        return JsonLine.of(json -> {
            json.writeStringProperty("certificate", path(files.certificate()));
            json.writeStringProperty("key", path(files.key()));
            if (withStore) json.writeStringProperty("p12", path(files.store()));
            json.writeStringProperty("ca", path(authority.certificate()));
            JsonLine.strings(json, "names", names);
            json.writeStringProperty("serial", identity.serial());
            json.writeStringProperty("notAfter", identity.notAfter().toString());
        })
                + "\n";
    }

    private static String path(Path file) {
        return file.toAbsolutePath().toString();
    }

    String forServer(boolean withStore) {
        return made(withStore)
                + """
                Serve with it, and connect:
                  fairlead serve echo=tls://%1$s --cert %2$s --key %3$s
                  fairlead connect tls://%4$s --ca %5$s

                Other clients accept it when they trust your authority, whose certificate is
                %6$s:
                  openssl s_client -connect %4$s -CAfile %5$s
                  curl --cacert %5$s https://%4$s/
                  Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import
                  Chromium (certutil is in libnss3-tools):
                    certutil -A -d sql:$HOME/.pki/nssdb -t C,, -n fairlead -i %5$s
                  all programs of this machine (Debian, Ubuntu):
                    sudo cp %5$s /usr/local/share/ca-certificates/fairlead.crt
                    sudo update-ca-certificates

                """
                        .formatted(
                                PORT,
                                shown(files.certificate()),
                                shown(files.key()),
                                host(),
                                CA,
                                shown(authority.certificate()))
                + warning();
    }

    String forClient(boolean withStore) {
        return made(withStore)
                + """
                Show it to a server that trusts your authority, whose certificate is
                %3$s:
                  fairlead connect tls://HOST:PORT --cert %1$s --key %2$s
                  openssl s_client -connect HOST:PORT -cert %1$s -key %2$s
                  curl --cert %1$s --key %2$s https://HOST:PORT/

                """
                        .formatted(
                                shown(files.certificate()),
                                shown(files.key()),
                                shown(authority.certificate()))
                + warning();
    }

    private String made(boolean withStore) {
        String others =
                withStore
                        ? ", %s and %s (password %s)"
                                .formatted(
                                        shown(files.key()), shown(files.store()), PfxFile.PASSWORD)
                        : " and " + shown(files.key());
        return "Wrote %s%s:%n  for %s, until %s.%n%n"
                .formatted(
                        shown(files.certificate()),
                        others,
                        Printable.of(String.join(", ", names)),
                        identity.notAfter().atZone(ZoneOffset.UTC).toLocalDate());
    }

    private String warning() {
        return """
        Whoever has %s can pose as any
        server to those who trust your authority: keep it, and give away ca.pem alone.
        """
                .formatted(shown(authority.key()));
    }

    /** With a port, as a client reaches the first name. */
    private String host() {
        String first = names.getFirst().replaceFirst("^\\*", "www");
        return (first.contains(":") ? "[" + first + "]" : first) + PORT;
    }

    /** As a shell takes it. */
    private static String shown(Path file) {
        String text = Printable.of(file.toString());
        return text.matches("[A-Za-z0-9._/+:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
