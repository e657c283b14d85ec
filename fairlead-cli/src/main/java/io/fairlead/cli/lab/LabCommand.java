package io.fairlead.cli.lab;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Labs;
import io.fairlead.stat.SocketTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead lab}: arguments in, exit code out. */
@Command(
        name = "lab",
        customSynopsis = "fairlead lab [OPTION]... [NAME]",
        sortOptions = false,
        description = {
            "Runs an experiment on real sockets, draws the packets, and checks every claim.",
            "A lab tells what you will see, shows every call, and fails with exit code 10 if the",
            "kernel did something else. It runs in a network of its own if that is allowed",
            "(unshare -rn, needs no root), otherwise on loopback.",
            "",
            "  fairlead lab                              the list",
            "  fairlead lab close                        how a connection ends",
            "  fairlead lab close --html close.html      also as a page with drawings",
            "  fairlead lab close --step                 wait and ask before each step",
            "  fairlead lab backlog --backlog 3          with another number",
            "  fairlead lab --all                        one after the other",
            ""
        })
public final class LabCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = LabNames.class,
            description = "The lab; --list shows all.")
    private @Nullable String name;

    @Option(names = "--list", description = "List the labs.")
    private boolean list;

    @Option(names = "--all", description = "Run all of them.")
    private boolean all;

    @Option(
            names = "--shared",
            description = "Use this machine's loopback instead of a network of its own.")
    private boolean shared;

    @Mixin private ReportOptions reports = new ReportOptions();

    @Mixin private NumberOptions numbers = new NumberOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public LabCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        List<Lab> labs = chosen();
        if (labs.isEmpty()) {
            printList();
            return ExitCode.OK.code();
        }
        Map<String, Integer> given = given(labs);
        if (reports.html != null) checked(new OutputFile(reports.html));
        if (!new SocketTable().isSupported()) {
            throw new CommandException(
                    ExitCode.FAILED, "labs need Linux: they look into its kernel");
        }
        OwnNetwork network = new OwnNetwork(shell);
        if (!shared && !network.isInside()) {
            String reason = network.refusal();
            if (reason.isEmpty()) return network.runAgain(spec);
            shell.say(
                    "cannot make a network of its own here ("
                            + reason
                            + "); running on this machine's loopback, beside other traffic");
        }
        return new LabRun(shell, reports, given).run(labs, network.here(shared)).code();
    }

    private Map<String, Integer> given(List<Lab> labs) {
        try {
            return numbers.given(labs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void checked(OutputFile file) {
        try {
            file.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Lab> chosen() {
        String asked = name;
        if (list) return List.of();
        if (all && asked != null) {
            throw new ParameterException(spec.commandLine(), "give a name or --all, not both");
        }
        if (all) return Labs.ALL;
        if (asked == null) return List.of();
        return List.of(Labs.named(asked).orElseThrow(() -> unknown(asked)));
    }

    private ParameterException unknown(String asked) {
        List<String> names = Labs.ALL.stream().map(Lab::name).toList();
        return new ParameterException(
                spec.commandLine(),
                "there is no lab \"%s\"%s; fairlead lab lists them"
                        .formatted(asked, Nearest.question(asked, names)));
    }

    private void printList() throws OutputException {
        StringBuilder list = new StringBuilder();
        for (Lab lab : Labs.ALL) list.append("%-15s  %s%n".formatted(lab.name(), lab.summary()));
        shell.printText(list.toString());
    }
}
