package io.fairlead.cli.chat;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Printable;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stay in a chat: it connects, enters, and, for a person, comes back after a loss, under the same
 * name to the same room.
 *
 * <p>{@link #run} is for a thread that receives; {@link #send} and {@link #leave} are for any
 * other.
 */
final class Stay {
    private static final long FAREWELL_S = 2;
    private static final long ENTRY_S = 30;

    private final Server server;
    private final Wish wish;
    private final ChatWindow window;
    private final MemberNames members;
    private final Retry retry;
    private final SendQueue outgoing = new SendQueue(Duration.ofSeconds(1));
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private final CompletableFuture<Boolean> entered = new CompletableFuture<>();
    private volatile @Nullable ExitCode leaving;
    private @Nullable Whereabouts place; // the receiver's

    /**
     * Where the chat is.
     *
     * @param endpoint of the lines
     * @param options how to connect
     * @param tls whom to trust
     */
    record Server(Endpoint endpoint, ConnectOptions options, TlsOptions tls) {
        StreamClient connect() throws NetException {
            return StreamClient.connect(endpoint, options, tls);
        }
    }

    /**
     * What one wants to be.
     *
     * @param name empty for whichever the server gives
     * @param room empty for the lobby
     * @param person true for one who comes back after a loss, and sees what they say
     */
    record Wish(String name, String room, boolean person) {}

    Stay(Server server, Wish wish, ChatWindow window, MemberNames members, Retry retry) {
        this.server = server;
        this.wish = wish;
        this.window = window;
        this.members = members;
        this.retry = retry;
    }

    // ---- for those who type ----

    /** Says a line. */
    void send(String line) throws OutputException {
        if (LineCut.isTooLong(line)) {
            window.show(ServerLine.of("! a command has at most 4,096 bytes; not sent"), false);
            return;
        }
        if (line.matches("/(quit|exit)( .*)?")) leaving = ExitCode.OK;
        switch (outgoing.send(line)) {
            case SENT -> {}
            case WAITS -> window.note("will be sent when you are in: " + Printable.of(line));
            case TOO_MANY -> window.note("not sent, too many lines wait: " + Printable.of(line));
        }
    }

    /** Waits until one is in; false if that never was. */
    boolean awaitEntered() throws InterruptedException {
        try {
            return entered.get();
        } catch (ExecutionException e) {
            return false;
        }
    }

    /**
     * Says good-bye and ends with {@code code} when all that was asked for has come; a second time,
     * at once.
     */
    void leave(ExitCode code) {
        boolean again = leaving != null;
        leaving = code;
        if (again || !outgoing.quit()) end.complete(code);
        boolean waits = code == ExitCode.OK && !wish.person();
        if (!waits) end.completeOnTimeout(code, FAREWELL_S, TimeUnit.SECONDS);
    }

    /** Ends, as nothing can be typed any more. */
    void fail(Exception error) {
        end.completeExceptionally(error);
    }

    /** Waits for the end; returns what the command ends with. */
    ExitCode awaitEnd() throws Exception {
        try {
            return end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            throw e;
        }
    }

    // ---- for the receiver ----

    /** Stays until the end. */
    void run() {
        try {
            StreamClient client = server.connect();
            while (client != null) {
                String how = stay(client);
                client = leaving == null ? again(how) : null;
            }
            ExitCode code = leaving;
            end.complete(code == null ? ExitCode.OK : code);
        } catch (Exception e) {
            end.completeExceptionally(e);
        }
        entered.complete(false);
    }

    /** Receives until the connection ends; returns how it did. */
    private String stay(StreamClient client) throws OutputException, CommandException {
        String last = "";
        if (place == null) endUnlessEntered();
        try (client) {
            outgoing.connected(client);
            LineReceiver lines = new LineReceiver(client);
            Login entry = entry();
            for (String text = lines.next(); text != null; text = lines.next()) {
                ServerLine line = ServerLine.of(text);
                members.heard(line);
                if (entry.isDone()) heard(line, entry.place());
                else enter(entry, line);
                last = line.kind() == ServerLine.Kind.OTHER ? ": " + text : "";
            }
            return "%s has ended the connection%s".formatted(server.endpoint(), last);
        } catch (NetException e) {
            return String.valueOf(e.getMessage());
        } finally {
            outgoing.lost();
        }
    }

    /** What answers, and lets nobody in, is no chat. */
    private void endUnlessEntered() {
        String why =
                "%s has not let you in for %s s; is it a chat?"
                        .formatted(server.endpoint(), ENTRY_S);
        Runnable end =
                () -> {
                    if (!entered.isDone()) fail(new CommandException(ExitCode.TIMEOUT, why));
                };
        CompletableFuture.delayedExecutor(ENTRY_S, TimeUnit.SECONDS).execute(end);
    }

    private Login entry() {
        Whereabouts before = place;
        return before == null
                ? new Login(wish.name(), wish.room(), wish.person())
                : new Login(before.name(), before.room(), wish.person());
    }

    private void enter(Login entry, ServerLine line) throws OutputException, CommandException {
        boolean greets = place == null && wish.person() && entry.place().name().isEmpty();
        boolean hidden = entry.concerns(line);
        String command = entry.take(line);
        if (!hidden || (greets && isGreeting(line) && command == null)) window.show(line, false);
        if (command != null) outgoing.command(command);
        if (entry.isDone()) entered(entry);
    }

    private static boolean isGreeting(ServerLine line) {
        return line.kind() == ServerLine.Kind.OTHER;
    }

    private void entered(Login entry) throws OutputException, CommandException {
        String refusal = entry.refusal();
        if (refusal != null && !wish.person()) throw new CommandException(ExitCode.FAILED, refusal);
        if (refusal != null) window.show(ServerLine.of("! " + refusal), false);
        boolean back = place != null;
        place = entry.place();
        window.moved(entry.place());
        String words = back ? "back in %s as %s" : "you are in %s as %s";
        window.note(words.formatted(entry.place().room(), entry.place().name()));
        for (String message : outgoing.unkept()) {
            window.note("this may not have arrived: " + Printable.of(message));
        }
        retry.succeeded();
        outgoing.entered();
        entered.complete(true);
    }

    private void heard(ServerLine line, Whereabouts now) throws OutputException {
        if (now.heard(line)) window.moved(now);
        boolean own = line.kind().isMessage() && line.author().equals(now.name());
        if (own) outgoing.cameBack(line);
        window.show(line, own);
    }

    /** Comes back; null if meanwhile one wants to leave. */
    private @Nullable StreamClient again(String how) throws Exception {
        if (!wish.person() || place == null) throw new CommandException(ExitCode.FAILED, how);
        window.note(how + "; reconnecting, Ctrl-C ends");
        while (leaving == null) {
            TimeUnit.MILLISECONDS.sleep(retry.next().toMillis());
            try {
                return server.connect();
            } catch (NetException stillGone) {
                // It has been said that this goes on.
            }
        }
        return null;
    }
}
