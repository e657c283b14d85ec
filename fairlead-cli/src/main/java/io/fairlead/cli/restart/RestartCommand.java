package io.fairlead.cli.restart;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import io.fairlead.net.NetException;
import io.fairlead.restart.RestartRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fairlead restart}: arguments in, exit code out. */
@Command(
        name = "restart",
        customSynopsis = "fairlead restart NAME",
        sortOptions = false,
        description = {
            "Replaces a running server by a new process.",
            "It is one that fairlead serve --name NAME has started; the new one has the same",
            "command, such as after an update. The new process gets the sockets of the old one,",
            "so nobody who connects is refused. Once it serves, the old one stops accepting, and",
            "ends when those who are connected have left. If the new one does not serve within a",
            "minute, the old one goes on as if nothing had been.",
            "",
            "  fairlead serve echo --name gateway",
            "  fairlead restart gateway",
            "",
            "Under systemd: ExecReload=fairlead restart NAME, with Type=notify.",
            ""
        })
public final class RestartCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "The name of the server.")
    private ServerName name = new ServerName("");

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public RestartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CommandException {
        Path control = name.control(shell);
        try {
            RestartRequest done =
                    RestartRequest.send(
                            control, pid -> shell.say("started process " + pid + " ..."));
            String open = done.connections() == 1 ? " connection" : " connections";
            shell.printText(
                    "process "
                            + done.newPid()
                            + " serves; process "
                            + done.oldPid()
                            + " drains "
                            + done.connections()
                            + open
                            + "\n");
            return ExitCode.OK.code();
        } catch (NetException e) {
            String sentence =
                    "no server of this user is called "
                            + name.name()
                            + " ("
                            + control
                            + ": "
                            + e.errno()
                            + "); start it with fairlead serve --name "
                            + name.name();
            throw new CommandException(ExitCode.of(e), sentence, e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "not restarted: " + e.getMessage() + "; the server goes on",
                    e);
        }
    }
}
