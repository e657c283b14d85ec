package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTextTest {
    private final Captured complaints = new Captured();
    private final PrintStream before = System.err;

    @BeforeEach
    void redirect() {
        System.setErr(new PrintStream(complaints, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    /** It takes each text for a format: a lone % has it complain before the help. */
    @Test
    void picocliHasNothingToComplainOf() {
        Shell shell =
                new Shell(
                        InputStream.nullInputStream(),
                        new Captured(),
                        before,
                        Set.of(),
                        Map.of(),
                        false,
                        (signal, handler) -> {},
                        code -> {});
        assertThat(helpOf(Main.commandLine(shell, new Errors(shell, false)))).isGreaterThan(20_000);
        assertThat(complaints.text()).isEmpty();
    }

    /** How long all texts are. */
    private static int helpOf(CommandLine line) {
        int own = line.getUsageMessage().length();
        return line.getSubcommands().values().stream()
                .mapToInt(HelpTextTest::helpOf)
                .reduce(own, Integer::sum);
    }
}
