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
 * Starts a process of a program for each connection, as inetd's {@code nowait} does. The peer's
 * bytes are its standard input, its standard output goes to the peer, and its standard error to the
 * log. The variables of tcpserver describe the connection. No shell is involved.
 *
 * <p>The server reads from each end only as fast as the other end reads. The peer's half-close is
 * the end of the program's input; when the program ends, its output is sent and the connection
 * closed; when the connection ends first, the program's process group gets SIGTERM, and SIGKILL a
 * second later.
 *
 * <p>Serve it with {@link io.fairlead.frame.Codec#raw}, under any model; Linux only. Safe for any
 * thread.
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
     * @param program the program; its log file is not used
     * @param log receives each line of the program's standard error, escaped
     */
    public ProgramService(Program program, HomeConsumer log) {
        path = program.path().toString();
        arguments = new ArrayList<>(program.arguments());
        environment = new TreeMap<>(program.environment());
        this.log = log;
    }

    /** The limits for a process per connection, made from the limits that the user asked for. */
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

    /** Kills remaining processes. Call it after closing the last server of this service. */
    @Override
    public synchronized void close() {
        if (runner != null) runner.close();
    }
}
