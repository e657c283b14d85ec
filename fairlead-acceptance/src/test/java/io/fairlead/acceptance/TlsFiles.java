package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for this machine, and the authority that has signed it, made by {@code fairlead
 * cert} in the test's folder.
 *
 * @param folder where they are
 */
record TlsFiles(Path folder) {
    static TlsFiles make(Programs programs) throws Exception {
        Path folder = Files.createDirectory(programs.file("tls"));
        Outcome made =
                programs.fairlead("cert", "--dir", folder.toString(), "localhost", "127.0.0.1")
                        .environment("XDG_DATA_HOME", folder.toString())
                        .run();
        assertThat(made.exit()).as(made.errors()).isZero();
        return new TlsFiles(folder);
    }

    String authority() {
        return folder.resolve("fairlead/authority/ca.pem").toString();
    }

    String certificate() {
        return folder.resolve("localhost.pem").toString();
    }

    String key() {
        return folder.resolve("localhost-key.pem").toString();
    }

    /** The arguments of a server that shows the certificate. */
    String[] server(String... more) {
        return with("--cert", "--key", more);
    }

    /** The same of OpenSSL's. */
    String[] opensslServer(String... more) {
        return with("-cert", "-key", more);
    }

    /** The arguments of {@code fairlead connect} that trusts the authority. */
    String[] client(String endpoint, String... more) {
        List<String> all = new ArrayList<>(List.of("connect", endpoint, "--ca", authority()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String[] with(String certificateOption, String keyOption, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(certificateOption, certificate(), keyOption, key()));
        return all.toArray(String[]::new);
    }
}
