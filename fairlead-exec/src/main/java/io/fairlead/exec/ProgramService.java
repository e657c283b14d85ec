package io.fairlead.exec;

import io.fairlead.frame.Frame;
import io.fairlead.program.Program;
import io.fairlead.program.ProgramRunner;
import io.fairlead.service.CloseReason;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves each connection with a process of a program of its own, as inetd's {@code nowait} does:
 * what the peer sends is its standard input, what it writes is sent, and its standard error is
 * logged. It learns of the connection from the variables of tcpserver, and no shell is involved.
 *
 * <p>Neither end is read from faster than the other reads. The peer's half-close is the end of the
 * program's input; when the program ends, its output is sent and the connection closed; when the
 * connection ends first, the program's process group is asked to end, and killed a second later.
 *
 * <p>To be served with {@link io.fairlead.frame.Codec#raw}, under any model; Linux only. Safe for
 * any thread.
 */
public final class ProgramService implements Service, Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;

    /** Connections, and so processes, unless told otherwise. */
    private static final int CONNECTIONS_MAX = 256;

    private final String path;
    private final ArrayList<String> arguments;
    private final TreeMap<String, String> environment;
    private final HomeConsumer log;
    // Guarded by this; each process has its own.
    private transient @Nullable ProgramRunner runner;

    /**
     * @param program whose log file is not used
     * @param log gets each line that the program writes to standard error, made safe to show
     */
    public ProgramService(Program program, HomeConsumer log) {
        path = program.path().toString();
        arguments = new ArrayList<>(program.arguments());
        environment = new TreeMap<>(program.environment());
        this.log = log;
    }

    /** The limits that suit a process for each connection, where {@code asked} are the user's. */
    public static Limits limits(Limits asked) {
        boolean told = asked.connectionsMax() != Limits.DEFAULT.connectionsMax();
        return told ? asked : asked.toBuilder().connectionsMax(CONNECTIONS_MAX).build();
    }

    @Override
    public void onOpen(Peer peer) throws IOException {
        Program program =
                new Program(Path.of(path), List.copyOf(arguments), Map.copyOf(environment), null);
        ProgramTalk talk = new ProgramTalk(peer, program, log);
        peer.attach(talk);
        talk.begin(runner());
    }

    private synchronized ProgramRunner runner() throws IOException {
        ProgramRunner current = runner;
        if (current == null) current = new ProgramRunner("fairlead programs");
        runner = current;
        return current;
    }

    private static ProgramTalk talk(Peer peer) {
        if (peer.attachment() instanceof ProgramTalk talk) return talk;
        throw new IllegalStateException("no program serves " + peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        talk(peer).received(frame.buffer());
    }

    @Override
    public void onInputEnd(Peer peer) {
        talk(peer).inputEnded();
    }

    @Override
    public void onWritable(Peer peer) {
        talk(peer).writable();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (peer.attachment() instanceof ProgramTalk talk) talk.closed();
    }

    /** Kills what still runs; to be called when the last server of this service has been closed. */
    @Override
    public synchronized void close() {
        if (runner != null) runner.close();
    }
}
