package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command, from connecting to leaving: one thread types, another receives.
 *
 * @param shell what the process got
 * @param server where the chat is
 * @param wish who one wants to be
 * @param fifo where what comes is shown; null for where the typing happens
 */
record ChatRun(Shell shell, Stay.Server server, Stay.Wish wish, @Nullable Path fifo) {
    private static final long TYPIST_END_MS = 500;

    /** A person's visit. */
    ExitCode onTerminal(Duration unreadAfter) throws Exception {
        MemberNames members = new MemberNames();
        TerminalWindow.Look look =
                new TerminalWindow.Look(
                        shell.isColored(), fifo == null, new Unread(unreadAfter, System::nanoTime));
        try (TerminalWindow window = TerminalWindow.open(members, look)) {
            return visit(window, members, stay -> type(window, stay));
        }
    }

    private static void type(TerminalWindow window, Stay stay) throws OutputException {
        window.onBreak(() -> stay.leave(ExitCode.INTERRUPTED));
        TerminalWindow.Leaving how = window.type(stay::send);
        stay.leave(how == TerminalWindow.Leaving.BREAK ? ExitCode.INTERRUPTED : ExitCode.OK);
    }

    /** A program's visit: it ends after its input, and after all answers. */
    ExitCode inPipe(boolean quiet) throws Exception {
        FilterWindow window = new FilterWindow(shell, quiet);
        ExitCode code = visit(window, new MemberNames(), this::pass);
        if (code == ExitCode.OK && window.isRefused()) {
            throw new CommandException(ExitCode.FAILED, "the server refused something; see above");
        }
        return code;
    }

    private void pass(Stay stay) throws Exception {
        if (!stay.awaitEntered()) return;
        BufferedReader input = new BufferedReader(new InputStreamReader(shell.in(), UTF_8));
        for (String line = readLine(input); line != null; line = readLine(input)) {
            if (!line.isBlank()) stay.send(line);
        }
        stay.leave(ExitCode.OK);
    }

    private static @Nullable String readLine(BufferedReader input) throws CommandException {
        try {
            return input.readLine();
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "read standard input: " + e.getMessage());
        }
    }

    private ExitCode visit(ChatWindow typing, MemberNames members, Typist typist) throws Exception {
        if (fifo == null) return stay(typing, members, typist);
        try (NamedPipe pipe = NamedPipe.open(fifo)) {
            return stay(new PipeWindow(pipe, typing), members, typist);
        }
    }

    private ExitCode stay(ChatWindow window, MemberNames members, Typist typist) throws Exception {
        Retry retry = new Retry(RandomGenerator.getDefault());
        Stay stay = new Stay(server, wish, window, members, retry);
        shell.signals().on("INT", () -> stay.leave(ExitCode.INTERRUPTED));
        // Daemons: nothing ends a read of standard input but the end of the process.
        Thread.ofPlatform().daemon().name("fairlead receive").start(stay::run);
        Thread hand =
                Thread.ofPlatform().daemon().name("fairlead type").start(typing(typist, stay));
        try {
            return stay.awaitEnd();
        } finally {
            hand.interrupt();
            hand.join(TYPIST_END_MS); // it leaves the terminal in order
        }
    }

    private static Runnable typing(Typist typist, Stay stay) {
        return () -> {
            try {
                typist.type(stay);
            } catch (Exception e) {
                stay.fail(e);
            }
        };
    }

    /** Says what somebody types, until they leave. */
    @FunctionalInterface
    private interface Typist {
        void type(Stay stay) throws Exception;
    }
}
