package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead relay} in front of and behind the proxies and servers of others. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayPeersTest {
    private static final int BULK = 64 << 20;
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String QUERIES =
            """
            create table words (id int primary key, word text);
            insert into words select n, repeat(md5(n::text), 4) from generate_series(1, 200) n;
            select * from words order by id;
            copy words to stdout;
            select no_such_column from words;
            select count(*), sum(length(word)) from words;
            drop table words;
            """;

    private final Programs programs = new Programs();
    private int relays;

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** A client, a relay, nginx, a relay, HAProxy, and a server that sends all back. */
    @Test
    void bulkBothWaysThroughNginxAndHaProxy() throws Exception {
        Path echo = programs.file("echo");
        String listen = "UNIX-LISTEN:" + echo + ",fork";
        Program socat = programs.client("socat", "-d", "-d", listen, "EXEC:cat").start();
        socat.errors().await("listening on");
        Path last = programs.file("haproxy");
        Program _ = haProxy(last, echo).start();
        Wait.until(() -> Files.exists(last));
        Path inner = relay(last);
        Path nginx = programs.file("nginx");
        Program _ = nginx(nginx, inner).start();
        Wait.until(() -> Files.exists(nginx));
        Path outer = relay(nginx);
        byte[] bytes = new byte[BULK];
        new Random(6).nextBytes(bytes);
        String file = programs.file("bulk", bytes).toString();
        String script = "nc.openbsd -NU \"$1\" < \"$2\" | cmp - \"$2\" && echo same";
        Outcome same = programs.shell(script, outer.toString(), file).run();
        assertThat(same.output()).isEqualTo("same\n");
    }

    private Path relay(Path target) throws IOException {
        Path at = programs.file("relay" + relays++);
        Program relay = programs.fairlead("relay", "unix://" + at, "unix://" + target).start();
        relay.output().await("in flight");
        return at;
    }

    private Client haProxy(Path at, Path target) throws IOException {
        String config =
                """
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 1m
                    timeout server 1m
                listen relay
                    bind unix@%s
                    server target unix@%s
                """
                        .formatted(at, target);
        Path file = programs.file("haproxy.cfg", Programs.utf8(config));
        return programs.client("haproxy", "-db", "-q", "-f", file.toString());
    }

    private Client nginx(Path at, Path target) throws IOException {
        String config =
                """
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                daemon off;
                master_process off;
                pid %1$s.pid;
                error_log stderr;
                events { }
                stream {
                    server {
                        listen unix:%1$s;
                        proxy_pass unix:%2$s;
                        proxy_half_close on;
                    }
                }
                """
                        .formatted(at, target);
        Path file = programs.file("nginx.conf", Programs.utf8(config));
        return programs.client("nginx", "-c", file.toString(), "-e", "stderr");
    }

    @Test
    void psqlGetsTheSameResultsInSlices() throws Exception {
        assumeTrue(Files.isDirectory(PACKAGES), "no PostgreSQL; scripts/install-peers");
        Path database = Files.createDirectory(programs.file("database"));
        if (isRoot()) own(database);
        asPostgres("initdb", "-U", "tester", "-A", "trust", "--no-sync", "-D", database + "/data")
                .run();
        Program server =
                asPostgres("postgres", "-D", database + "/data", "-h", "", "-k", "" + database)
                        .start();
        server.errors().await("ready to accept connections");
        String socket = "unix://" + database + "/.s.PGSQL.5432";
        Program relay = programs.fairlead("relay", "0", socket, "--slice", "1..3").start();
        String port =
                relay.output().await("relay ").replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+)$", "$1");
        Outcome direct = psql(database.toString(), "5432");
        Outcome relayed = psql("127.0.0.1", port);
        assertThat(relayed.output()).isEqualTo(direct.output()).contains("200");
        assertThat(relayed.errors()).isEqualTo(direct.errors()).contains("no_such_column");
        server.signal("QUIT"); // an end without a checkpoint
        server.awaitExit();
    }

    private Outcome psql(String host, String port) throws Exception {
        return programs.client("psql", "-X", "-U", "tester", "-h", host, "-p", port, "postgres")
                .input(QUERIES)
                .run();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    /** PostgreSQL refuses to run as root. */
    private void own(Path database) throws Exception {
        Path folder = programs.file(".").normalize();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Outcome own = programs.client("chown", "postgres", database.toString()).run();
        assertThat(own.exit()).isZero();
    }

    private Client asPostgres(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres"));
            command.addAll(List.of("--clear-groups", "--"));
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            Path newest = versions.sorted().toList().getLast();
            command.add(newest.resolve("bin").resolve(program).toString());
        }
        command.addAll(List.of(arguments));
        return programs.client(command.toArray(String[]::new));
    }
}
