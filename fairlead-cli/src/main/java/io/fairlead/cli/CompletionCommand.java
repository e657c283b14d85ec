package io.fairlead.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead completion}: a script for the shell. */
@Command(
        name = "completion",
        customSynopsis = "fairlead completion",
        description = {
            "Prints a completion script for bash and zsh.",
            "",
            "  source <(fairlead completion)                      for this shell",
            "  fairlead completion > ~/.local/share/bash-completion/completions/fairlead",
            ""
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String PORTS = "_fairlead_listening_ports";

    /** Asks the kernel and not fairlead, which would take longer than a key should. proc_net(5). */
    private static final String PORTS_FUNCTION =
            """
            # The TCP ports of this machine that listen (state 0A), each once.
            function _fairlead_listening_ports() {
              local entry own peer state rest
              cat /proc/net/tcp /proc/net/tcp6 2> /dev/null |
                while read -r entry own peer state rest; do
                  if [ "$state" = 0A ]; then echo $((16#${own##*:})); fi
                done | sort -nu
            }

            """;

    private final Shell shell;

    @Spec private CommandSpec spec;

    @Mixin HelpOption help = new HelpOption();

    CompletionCommand(Shell shell) {
        this.shell = shell;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws OutputException {
        String script = AutoComplete.bash("fairlead", spec.root().commandLine());
        String main = "function _complete_fairlead() {";
        shell.print(
                script.replace("\"" + ListeningPorts.PLACE + "\"", "$(" + PORTS + ")")
                                .replace(main, PORTS_FUNCTION + main)
                        + "\n");
        return ExitCode.OK.code();
    }
}
