package io.fairlead.cli.doctor;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead doctor}: arguments in, exit code out. */
@Command(
        name = "doctor",
        customSynopsis = "fairlead doctor [OPTION]...",
        sortOptions = false,
        description = {
            "Tries what this machine supports, and which models run here.",
            "Also shows limits that are too low, and how to raise them. Changes nothing and",
            "needs no privilege.",
            "",
            "  fairlead doctor                     a report to read",
            "  fairlead doctor --json              one object for programs",
            "",
            "Run it as the user, and in the container, that will serve: limits differ. The exit",
            "code is always 0.",
            ""
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--json", description = "Print one JSON object in one line.")
    private boolean json;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Diagnosis diagnosis = Diagnosis.of(new Kernel(Path.of("/")));
        if (json) {
            shell.print(DiagnosisJson.of(diagnosis));
        } else {
            shell.printText(DiagnosisText.of(diagnosis));
        }
        return ExitCode.OK.code();
    }
}
