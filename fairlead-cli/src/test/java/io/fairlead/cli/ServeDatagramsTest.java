package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Datagrams;
import io.fairlead.frame.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServeDatagramsTest {
    @Test
    void aGroupIsJoined() throws Exception {
        Run run =
                new Run()
                        .start(
                                "serve",
                                "echo=udp://239.77.12.1:0",
                                "--join",
                                "lo",
                                "--public",
                                "--allow-public-udp");
        String port = run.out.await("udp://239\\.77\\.12\\.1:(\\d+)").group(1);
        run.out.await("Ctrl-C");
        try (Datagrams client = Datagrams.connect("udp://239.77.12.1%lo:" + port)) {
            client.send("hello");
            assertThat(client.receive().text()).isEqualTo("hello");
        }
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
    }

    @Test
    void aGroupThatOnlyThisMachineReachesIsNotPublic() throws Exception {
        Run run = new Run().start("serve", "echo=udp://[ff02::77:12%lo]:0");
        run.out.await("udp://\\[ff02::77:12%lo]:\\d+");
        run.out.await("Ctrl-C");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
    }

    /** The kernel lets one datagram in, however small the buffer is. */
    @Test
    void whatIsLostIsTold() throws Exception {
        Run run = new Run().start("serve", "discard=udp://127.0.0.1:0", "--receive-buffer", "1");
        int port = run.port();
        run.out.await("Ctrl-C");
        try (Datagrams client = Datagrams.connect("udp://127.0.0.1:" + port)) {
            while (!run.out.text().contains("the kernel dropped")) {
                client.send(Frame.of(new byte[8_000]));
            }
        }
        run.signal("INT");
        run.out.await("drained in .*; 0 connections cut; \\d+ datagrams? lost");
        assertThat(run.exit()).isEqualTo(130);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve echo --join eth0 | --join and --receive-buffer need a service over UDP",
                "serve echo=udp://:0 --join lo | it names no group, and udp://127.0.0.1:0 is none",
                "serve echo=udp://:0 --join 239.1.2.3 | does not come to this address",
                "serve echo=udp://:0 --receive-buffer 0 | --receive-buffer must be from 1 to 1 GiB",
                "serve echo=udp://239.1.2.3:0 --loops 2 --model epoll | use 1 loop",
                "listen 0 --join eth0 | --join and --receive-buffer are for udp:// endpoints",
                "listen udp://:0 --join 10.0.0.1 | 10.0.0.1 is not a multicast group",
                "connect udp://:9 --multicast-ttl 2 | are for multicast groups",
                "connect udp://:9 --no-multicast-loop | are for multicast groups",
                "connect udp://239.1.2.3:9 --multicast-ttl 256 | a multicast TTL is from 0 to 255"
            })
    void whatDoesNotFit(String line, String sentence) throws Exception {
        Run run = Run.of(line.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").contains(sentence);
    }
}
