package io.fairlead.exec.command;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Printable;
import io.fairlead.program.ProgramRunner;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands that a file allows, a line each: the command's name, then its parameters,
 * parted by blanks. There is no shell, no quoting, and no way to name a program.
 *
 * <p>The answer's lines are those of {@link AnswerLines}, {@code run} now and then while nothing
 * comes, and at last one that begins with {@code end}. The next line is served when that has been
 * sent. To be served with {@link #codec} over Unix-domain sockets, where it is known who calls.
 * Safe for any thread.
 */
public final class CommandService implements Service, AutoCloseable {
    /** The longest line that asks for a command, in bytes without its end. */
    public static final int LINE_BYTES_MAX = CommandCodec.LINE_BYTES_MAX;

    private static final int CONNECTIONS_MAX = 64;

    private final List<UserPrincipal> users;
    private final boolean loopbackToo;
    private final boolean namesUsers;
    private final Desk desk;

    private CommandService(
            CommandFile file, List<UserPrincipal> users, boolean loopbackToo, Desk desk) {
        this.users = List.copyOf(users);
        namesUsers = !file.users().isEmpty();
        this.loopbackToo = loopbackToo;
        this.desk = desk;
    }

    /**
     * Opens the service.
     *
     * @param runAs whom commands run as, where the server is root; null for its own user
     * @param loopbackToo whether callers over TCP are served, of whom nobody knows who they are
     * @param audit gets every call, on any thread, and must be quick
     * @throws CommandFileException if a user whom the file names is not there
     * @throws IllegalArgumentException if {@code runAs} is not there, or root
     * @throws IOException if this machine lacks what it needs
     */
    public static CommandService open(
            CommandFile file, @Nullable String runAs, boolean loopbackToo, Consumer<Audit> audit)
            throws IOException, CommandFileException {
        List<UserPrincipal> users = users(file);
        Confinement confinement = Confinement.find(runAs == null ? null : Account.of(runAs));
        ProgramRunner runner = new ProgramRunner("fairlead commands");
        return new CommandService(
                file, users, loopbackToo, new Desk(file.commands(), confinement, runner, audit));
    }

    private static List<UserPrincipal> users(CommandFile file)
            throws IOException, CommandFileException {
        if (file.users().isEmpty()) return List.of(Files.getOwner(Path.of("/proc/self")));
        UserPrincipalLookupService lookup =
                file.file().getFileSystem().getUserPrincipalLookupService();
        List<UserPrincipal> users = new ArrayList<>();
        for (String name : file.users()) {
            try {
                users.add(lookup.lookupPrincipalByName(name));
            } catch (UserPrincipalNotFoundException e) {
                throw new CommandFileException(
                        file.file() + ": users: there is no user " + Printable.of(name));
            }
        }
        return users;
    }

    /** What its streams are cut by: lines of at most 4,096 bytes. */
    public static Codec codec() {
        return new CommandCodec();
    }

    /** The limits that suit it, where {@code asked} are the user's. */
    public static Limits limits(Limits asked) {
        boolean told = asked.connectionsMax() != Limits.DEFAULT.connectionsMax();
        return asked.toBuilder()
                .connectionsMax(told ? asked.connectionsMax() : CONNECTIONS_MAX)
                .overLimit(OverLimit.REFUSE)
                .refusalText("end refused busy: too many connections, try again later")
                .build();
    }

    /**
     * True if the file names users: then a Unix-domain socket has to let everybody connect, and
     * each is asked who he is.
     */
    public boolean namesUsers() {
        return namesUsers;
    }

    /** What the one who starts the server should know; empty if there is nothing. */
    public String warning() {
        return desk.warning();
    }

    /** The same commands for datagrams, a line in each; an answer has at most 1,200 bytes. */
    public Service datagrams() {
        return (peer, frame) -> {
            String who = "udp " + Endpoint.describe(peer.remoteAddress());
            desk.serve(new DatagramCall(peer, who), frame.bytes());
        };
    }

    @Override
    public void onOpen(Peer peer) {
        String who = who(peer);
        StreamCall call = new StreamCall(peer, who == null ? "somebody" : who, desk);
        peer.attach(call);
        if (who != null) return;
        UserPrincipal user = peer.user();
        String name = user == null ? "you" : Printable.of(user.getName());
        call.refuse(name + " may not call; users: in the server's file lists who may");
    }

    /** Who calls; null if he may not. */
    private @Nullable String who(Peer peer) {
        UserPrincipal user = peer.user();
        for (UserPrincipal allowed : users) {
            if (allowed.equals(user)) return allowed.getName();
        }
        boolean stranger = user != null || !loopbackToo;
        return stranger ? null : "tcp " + Endpoint.describe(peer.remoteAddress());
    }

    private static StreamCall call(Peer peer) {
        if (peer.attachment() instanceof StreamCall call) return call;
        throw new IllegalStateException("nobody called: " + peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        call(peer).received(frame.bytes());
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) {
        call(peer).refuse(Printable.of(String.valueOf(error.getMessage())));
    }

    @Override
    public void onInputEnd(Peer peer) {
        call(peer).inputEnded();
    }

    @Override
    public void onWritable(Peer peer) {
        call(peer).writable();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (peer.attachment() instanceof StreamCall call) call.left();
    }

    /** {@inheritDoc} The limit of runs at a time, and the audit, are of all callers together. */
    @Override
    public boolean sharesState() {
        return true;
    }

    /** Kills what still runs; to be called when the server has been closed. */
    @Override
    public void close() {
        desk.close();
    }
}
