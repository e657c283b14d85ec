package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotServedTest {
    private final NotServed notServed = new NotServed();

    @Test
    void whatOneProcessHoldsIsOneSentence() {
        for (int port = 7001; port <= 7003; port++) {
            notServed.add(
                    "echo",
                    "bind tcp://127.0.0.1:%d: the port is held by pid 42 (java, user me)"
                            .formatted(port));
        }
        notServed.add("echo", "unix:/run/x: already served by pid 42 (java, user me)");
        notServed.add("ack", "bind tcp://127.0.0.1:9: the port is held by pid 43 (nc, user me)");
        notServed.add("time", "bind tcp://127.0.0.1:10: EACCES");
        notServed.add("time", "bind tcp://127.0.0.1:11: EACCES");

        assertThat(notServed.sentences())
                .containsExactly(
                        "4 endpoints are held by pid 42 (java): another fairlead serve? Stop it,"
                                + " or name a service and a free port, as in echo=0",
                        "bind tcp://127.0.0.1:9: the port is held by pid 43 (nc, user me); ack is"
                                + " not served there",
                        "bind tcp://127.0.0.1:10: EACCES; time is not served there",
                        "bind tcp://127.0.0.1:11: EACCES; time is not served there");
    }
}
