package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead listen} with clients of others, and Unix datagrams with socat. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenCommandTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private static int port(Program listen) throws Exception {
        String line = listen.errors().await("listening on");
        return Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:(\\d+);.*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nc.openbsd -N 127.0.0.1 PORT",
                "ncat 127.0.0.1 PORT",
                "socat -t20 - TCP:127.0.0.1:PORT"
            })
    void aClientOfOthersGetsAndSendsBytesUnchanged(String client) throws Exception {
        Program listen = programs.fairlead("listen", "0").input("from here\n").start();
        String[] words = client.replace("PORT", String.valueOf(port(listen))).split(" ", -1);
        Outcome outcome = programs.client(words).input("from there\n").run();
        assertThat(outcome.output()).isEqualTo("from here\n");
        assertThat(listen.awaitExit()).as("%s", listen.errors().awaitEnd()).isZero();
        assertThat(listen.output().awaitEnd()).containsExactly("from there");
    }

    @Test
    void oneClientAfterTheOtherIsTaken() throws Exception {
        Program listen = programs.fairlead("listen", "--keep", "0").input("").start();
        int port = port(listen);
        for (String text : new String[] {"one", "two"}) {
            assertThat(programs.nc(port).input(text + "\n").run().exit()).isZero();
            listen.output().await(text);
        }
        listen.signal("INT");
        assertThat(listen.awaitExit()).isEqualTo(130);
    }

    @Test
    void socatSendsDatagramsAndIsAnswered() throws Exception {
        Path socket = programs.file("d.sock");
        Path own = programs.file("own.sock");
        Program listen = programs.fairlead("listen", "--datagram", "unix://" + socket).start();
        listen.errors().await("listening on");
        listen.type("answer\n");
        String sender = "UNIX-SENDTO:" + socket + ",bind=" + own;
        Program socat = programs.client("socat", "-", sender).start();
        socat.type("question\n");
        listen.output().await("question");
        socat.output().await("answer");
        listen.signal("INT");
        assertThat(listen.awaitExit()).isEqualTo(130);
        assertThat(socket).doesNotExist();
    }

    @Test
    void socatReceivesTheDatagramsOfConnect() throws Exception {
        Path socket = programs.file("r.sock");
        Program socat = programs.client("socat", "-d", "-d", "UNIX-RECV:" + socket, "-").start();
        Wait.until(() -> Files.exists(socket));
        Outcome outcome =
                programs.fairlead("connect", "--datagram", "--wait", "100ms", "unix://" + socket)
                        .input("one\ntwo\n")
                        .run();
        assertThat(outcome.errors()).contains("sent 8 bytes");
        socat.output().await("two");
    }
}
