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
    private final Shell shell;

    @Spec private CommandSpec spec;

    @Mixin HelpOption help = new HelpOption();

    CompletionCommand(Shell shell) {
        this.shell = shell;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws OutputException {
        shell.print(AutoComplete.bash("fairlead", spec.root().commandLine()) + "\n");
        return ExitCode.OK.code();
    }
}
