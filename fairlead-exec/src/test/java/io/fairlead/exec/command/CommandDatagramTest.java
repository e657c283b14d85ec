package io.fairlead.exec.command;

import static io.fairlead.exec.command.CommandRig.script;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Server;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands called by datagrams: whatever is left out, the answer ends with its last line. */
@Timeout(120)
class CommandDatagramTest {
    @RegisterExtension final CommandRig rig = new CommandRig();

    private static String ask(Server server, String text) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(UTF_8);
            InetAddress host = InetAddress.getLoopbackAddress();
            socket.send(new DatagramPacket(bytes, bytes.length, host, server.port()));
            DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(answer);
            assertThat(answer.getLength()).isLessThanOrEqualTo(1_200);
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        }
    }

    @Test
    void anAnswerThatFitsIsWhole() throws Exception {
        Server server = rig.serveDatagrams("commands:\n" + script("both", "echo a; printf b"));
        assertThat(ask(server, "both")).isEqualTo("out a\nout+b\nend exit 0\n");
    }

    @Test
    void whatDoesNotFitIsLeftOutAndTheEndIsNot() throws Exception {
        Server server =
                rig.serveDatagrams(
                        "commands:\n"
                                + script("rows", "echo first; seq 100000 100999")
                                + script("row", "echo first; printf %05000d 0; exit 7"));
        assertThat(ask(server, "rows")).startsWith("out first\n").endsWith("\ncut\nend exit 0\n");
        assertThat(ask(server, "row")).isEqualTo("out first\ncut\nend exit 7\n");
    }

    @Test
    void aLongHelpAndALongRefusalEndAsAnyAnswer() throws Exception {
        String word = "é".repeat(100);
        String among = (word + ", ").repeat(20) + word;
        Server server =
                rig.serveDatagrams(
                        """
                        commands:
                          a:
                            program: /bin/true
                            summary: is called
                            arguments: ["{x}"]
                            parameters: {x: {type: word, among: [%s]}}
                        """
                                .formatted(among));
        assertThat(ask(server, "help")).isEqualTo("out a x  - is called\ncut\nend exit 0\n");
        assertThat(ask(server, "a b"))
                .startsWith("end refused x: \"b\" is not one of é")
                .doesNotContain("\ufffd")
                .endsWith("...\n");
    }
}
