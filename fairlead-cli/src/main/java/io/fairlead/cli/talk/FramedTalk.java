package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.net.NetException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exchange of frames over TCP or a Unix-domain socket: a line of input is one, each way. */
final class FramedTalk implements Talk {
    private static final long MEMORY_BYTES_MAX = 256L * 1024 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final StreamClient client;
    private final TalkFraming framing;
    private final @Nullable Consumer<String> onRefused;

    /**
     * Takes over a connection.
     *
     * @param onRefused told why a line cannot be a frame, after which the next is sent; null if
     *     that is to end it all
     */
    FramedTalk(StreamClient client, TalkFraming framing, @Nullable Consumer<String> onRefused) {
        this.client = client;
        this.framing = framing;
        this.onRefused = onRefused;
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        Slab memory = new Slab(MEMORY_BYTES_MAX);
        FrameInput input = new FrameInput(source, new IoBuffer(memory), framing);
        IoBuffer output = new IoBuffer(memory);
        for (Frame next; (next = input.next()) != null; ) {
            int bytes = encodedBytes(next);
            if (bytes < 0) continue;
            progress.sending();
            display.sent(next.buffer());
            reserve(output, bytes);
            framing.codec().encode(next, output);
            client.write(output.pin());
            output.unpin(bytes);
            progress.sent(bytes);
        }
        progress.endingInput();
        if (!framing.keepOpen()) client.shutdownOutput();
    }

    /** Bytes on the wire; -1 if that cannot be a frame, and a person was told. */
    private int encodedBytes(Frame payload) throws CommandException {
        try {
            return framing.codec().encodedBytes(payload);
        } catch (IllegalArgumentException e) {
            String sentence = "not sent, as --codec " + framing.codec() + ": " + e.getMessage();
            if (onRefused == null) throw new CommandException(ExitCode.FAILED, sentence);
            onRefused.accept(sentence);
            return -1;
        }
    }

    @Override
    public void receive(Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        IoBuffer input = new IoBuffer(new Slab(MEMORY_BYTES_MAX));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            for (int bytes; (bytes = client.read(chunk.clear())) >= 0; ) {
                progress.received(bytes);
                append(chunk.flip(), input);
                for (Frame frame; (frame = framing.codec().decode(input)) != null; ) {
                    show(frame, display);
                }
            }
            for (Frame frame; (frame = framing.codec().decodeEnd(input)) != null; ) {
                show(frame, display);
            }
        } catch (FrameException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "what comes is not framed as --codec %s: %s"
                            .formatted(framing.codec(), e.getMessage()));
        }
    }

    private static void show(Frame frame, Display display) throws OutputException {
        display.received(frame.buffer());
        display.messageEnded();
    }

    /** Appends {@code bytes}, all of which are taken. */
    static void append(ByteBuffer bytes, IoBuffer to) throws CommandException {
        int count = bytes.remaining();
        reserve(to, count);
        to.space().put(bytes);
        to.commit(count);
    }

    private static void reserve(IoBuffer buffer, int bytes) throws CommandException {
        if (buffer.reserve(bytes)) return;
        throw new CommandException(
                ExitCode.FAILED, "a message is longer than " + MEMORY_BYTES_MAX + " bytes");
    }

    @Override
    public SocketAddress localAddress() {
        return client.localAddress();
    }

    @Override
    public void close() {
        client.close();
    }
}
