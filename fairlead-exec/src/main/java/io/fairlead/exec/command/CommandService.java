package io.fairlead.exec.command;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
import io.fairlead.program.ProgramRunner;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTls;
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
 * Runs the commands that a file allows. A line of input is a command's name and its parameters,
 * separated by blanks. There is no shell, no quoting, and no way to name a program.
 *
 * <p>The answer consists of the lines of {@link AnswerLines}, {@code run} now and then while there
 * is no output, and finally a line that begins with {@code end}. Then the next line is served.
 * Serve it with {@link #codec} over Unix-domain sockets, where the kernel tells who calls, or over
 * TLS with client certificates: whoever has one of the server's authority may call. Safe for any
 * thread.
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
     * @param runAs the user that runs commands, if the server is root; null for the server's own
     *     user
     * @param loopbackToo whether to serve callers over TCP, who cannot be identified
     * @param audit receives every call, on any thread, and must be quick
     * @throws CommandFileException if the file names a user that does not exist
     * @throws IllegalArgumentException if {@code runAs} does not exist or is root
     * @throws IOException if this machine lacks a program that is needed
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

    /** The codec of its streams: lines of at most 4,096 bytes. */
    public static Codec codec() {
        return new CommandCodec();
    }

    /** The limits for it, made from the limits that the user asked for. */
    public static Limits limits(Limits asked) {
        boolean told = asked.connectionsMax() != Limits.DEFAULT.connectionsMax();
        return asked.toBuilder()
                .connectionsMax(told ? asked.connectionsMax() : CONNECTIONS_MAX)
                .overLimit(OverLimit.REFUSE)
                .refusalText("end refused busy: too many connections, try again later")
                .build();
    }

    /**
     * True if the file names users. A Unix-domain socket then has to let everybody connect, and the
     * kernel tells who each caller is.
     */
    public boolean namesUsers() {
        return namesUsers;
    }

    /** A warning for the person who starts the server; empty if there is none. */
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
        PeerTls tls = peer.tls();
        // A server of TLS that asks for certificates serves those of its authority alone.
        if (tls != null && tls.subject() != null) return "tls " + Printable.of(tls.subject());
        UserPrincipal user = peer.user();
        for (UserPrincipal allowed : users) {
            if (allowed.equals(user)) return allowed.getName();
        }
        boolean isFar = peer.via() != null; // through a proxy anybody comes over loopback
        boolean stranger = user != null || isFar || !loopbackToo;
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

    /** Kills remaining processes. Call it after closing the server. */
    @Override
    public void close() {
        desk.close();
    }
}
