package io.fairlead.cli.trace;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.pcap.CaptureFileException;
import io.fairlead.pcap.CaptureReader;
import io.fairlead.trace.CaptureException;
import io.fairlead.trace.CaptureFilter;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.LiveCapture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One capture, from its start to its exit code. For one thread; a signal ends it from another. */
final class Tracing {
    private static final int WAIT_MS = 50;

    private final Shell shell;
    private final SourceOptions source;
    private final ConversationFilter filter;
    private final boolean json;
    private final TlsSecrets secrets;
    private final Conversations conversations;
    private final @Nullable CaptureFilter frames;
    private final Drawing drawing;
    private volatile boolean interrupted;
    private volatile boolean stopped;
    private final Set<Conversation> over = new HashSet<>();
    private int packets;

    Tracing(Shell shell, SourceOptions source, DrawOptions draw, ConversationFilter filter)
            throws CommandException {
        this.shell = shell;
        this.source = source;
        this.filter = filter;
        json = draw.json;
        secrets = source.secrets();
        conversations = new Conversations(filter, secrets);
        frames = source.captureFilter();
        boolean file = source.pcap != null && !source.pcap.equals("-");
        drawing = new Drawing(shell, draw, secrets, !file);
    }

    /**
     * Captures or reads, draws, and writes the files.
     *
     * @throws CommandException if the capture could not begin, or broke off; what had come is drawn
     */
    ExitCode run() throws Exception {
        CommandException failure = null;
        long drops = 0;
        try {
            drops = source.pcap != null ? read(source.pcap) : capture();
        } catch (CommandException e) {
            boolean forbidden = e.exitCode() == ExitCode.PERMISSION && source.pcap == null;
            if (forbidden && !json && Sampling.isPossible()) {
                return new Sampling(shell, source, filter).run();
            }
            if (packets == 0) throw e;
            failure = e;
        }
        drawing.end(conversations, drops);
        if (failure != null) throw failure;
        return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private void listen() {
        shell.signals()
                .on(
                        "INT",
                        () -> {
                            interrupted = true;
                            stopped = true;
                        });
        shell.signals().on("TERM", () -> stopped = true);
    }

    private long capture() throws Exception {
        try (LiveCapture capture = LiveCapture.open(source.networkInterface, filter)) {
            listen();
            drawing.begin("capturing at " + place() + "; Ctrl-C ends");
            long endNs =
                    source.duration == null ? 0 : System.nanoTime() + source.duration.toNanos();
            while (!stopped && (endNs == 0 || System.nanoTime() < endNs)) {
                if (capture.await(WAIT_MS)) {
                    takeAll(capture);
                } else {
                    drawing.pause();
                }
            }
            takeAll(capture); // what came before the end is a part of it
            return capture.drops();
        } catch (CaptureException e) {
            ExitCode code = e.isPermission() ? ExitCode.PERMISSION : ExitCode.FAILED;
            throw new CommandException(code, String.valueOf(e.getMessage()));
        }
    }

    private void takeAll(LiveCapture capture) throws Exception {
        CapturedFrame frame = capture.tryNext();
        while (frame != null && !isEnough()) {
            take(frame);
            frame = capture.tryNext();
        }
        if (isEnough()) stopped = true;
    }

    private long read(String file) throws Exception {
        try (CaptureReader reader = CaptureReader.open(open(file))) {
            if (file.equals("-")) listen();
            drawing.begin("reading " + file);
            while (!stopped && !isEnough()) { // a pipe may have no more for long: not one too many
                CapturedFrame frame = reader.next();
                if (frame == null) break;
                secrets.add(reader.takeSecrets());
                take(frame);
            }
            return reader.drops();
        } catch (CaptureFileException e) {
            throw new CommandException(ExitCode.FAILED, "read " + file + ": " + e.getMessage());
        }
    }

    private InputStream open(String file) throws CommandException, IOException {
        if (file.equals("-")) return shell.in();
        if (Files.isDirectory(Path.of(file))) {
            throw new CommandException(
                    ExitCode.ADDRESS, "open " + file + ": EISDIR: that is a directory");
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    ExitCode.ADDRESS, "open " + file + ": ENOENT: there is no such file");
        } catch (AccessDeniedException e) {
            throw new CommandException(
                    ExitCode.PERMISSION, "open " + file + ": EACCES: you may not read it");
        }
    }

    private boolean isEnough() {
        boolean ended = source.conversations > 0 && over.size() >= source.conversations;
        return ended || packets >= source.packets;
    }

    private void take(CapturedFrame frame) throws Exception {
        if (frames != null && !accepts(frames, frame)) return;
        Conversation conversation = conversations.add(frame);
        if (conversation == null) return;
        packets += drawing.steps(conversation);
        if (conversation.isOver()) over.add(conversation);
    }

    private boolean accepts(CaptureFilter some, CapturedFrame frame) throws CommandException {
        try {
            return some.accepts(frame);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.USAGE, Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    private String place() {
        return source.networkInterface == null ? "all interfaces" : source.networkInterface;
    }
}
