package io.fairlead.cli.serve.kind;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.chat.history.JdbcHistory;
import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the chat. */
public final class ChatSettings {
    private static final int BURST_SECONDS = 5;
    private static final int LINE_RATE_MAX = 1_000_000;

    @Option(
            names = "--history",
            paramLabel = "FILE|JDBC-URL|none",
            description = {
                "Where the chat stores messages: none, a file (an SQLite database), or any"
                        + " database,"
                        + " as in",
                "jdbc:postgresql://localhost/chat.",
                "Default: ~/.local/state/fairlead/chat.db."
            })
    @Nullable String history;

    @Option(
            names = "--motd",
            paramLabel = "FILE",
            description = "A greeting that new members of the chat read.")
    @Nullable Path motd;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            defaultValue = "chat.fairlead",
            description = "The chat's server name on IRC. Default: chat.fairlead.")
    String serverName = ChatOptions.DEFAULT.serverName();

    @Option(
            names = "--per-address",
            paramLabel = "COUNT",
            defaultValue = "32",
            description = "Chat connections from each other machine. Default: 32.")
    int perAddress;

    @Option(
            names = "--line-rate",
            paramLabel = "COUNT",
            defaultValue = "4",
            description =
                    "Lines per second from each chat member; 5 times as many at once. Default: 4.")
    int lineRate;

    /** Opens the chat. */
    public Chat open(Shell shell) throws CommandException {
        if (perAddress < 1) {
            throw new CommandException(ExitCode.USAGE, "--per-address must be above 0");
        }
        if (serverName.length() > ChatOptions.SERVER_NAME_BYTES_MAX
                || !serverName.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--server-name %s: it needs letters or digits, and a dot, such as chat.example;"
                                    .formatted(serverName)
                            + " 63 characters at most");
        }
        if (lineRate < 1 || lineRate > LINE_RATE_MAX) {
            throw new CommandException(
                    ExitCode.USAGE, "--line-rate must be from 1 to " + LINE_RATE_MAX);
        }
        ChatOptions options =
                ChatOptions.DEFAULT
                        .withServerName(serverName)
                        .withPerAddress(perAddress, false)
                        .withRate(BURST_SECONDS * lineRate, lineRate);
        try {
            if (motd != null) options = options.withGreeting(Files.readAllLines(motd));
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "--motd " + motd + ": " + e);
        }
        String place = history == null ? usualFile(shell) : history;
        try {
            return new Chat(options, open(place), Clock.systemUTC());
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "--history %s: %s; name another place, or none"
                            .formatted(place, e.getMessage()));
        }
    }

    /** The limits of the chat's own. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "Limits of a member: %d lines at once, then %d a"
                        + " second; %d connections from one other machine.",
                BURST_SECONDS * lineRate,
                lineRate,
                perAddress);
    }

    private static String usualFile(Shell shell) {
        String state = shell.environment().getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(shell.environment().getOrDefault("HOME", "."));
        Path parent = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        return parent.resolve("fairlead").resolve("chat.db").toString();
    }

    private static History open(String place) throws IOException {
        if (place.equals("none")) return History.NONE;
        return place.startsWith("jdbc:")
                ? JdbcHistory.open(place)
                : JdbcHistory.openFile(Path.of(place));
    }
}
