package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.talk.local.Recoder;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts input into the payloads of frames: a line each, without its end, or all of it. */
final class FrameInput {
    private static final int LINE_BYTES_MAX = 1 << 24;
    private static final int CHUNK_BYTES = 32 * 1024;

    private final Codec lines = Codec.lines(LINE_BYTES_MAX);
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private final Source source;
    private final IoBuffer input;
    private final Recoder recoder;
    private final boolean whole;
    private boolean ended;

    FrameInput(Source source, IoBuffer input, TalkFraming framing) {
        this.source = source;
        this.input = input;
        recoder = new Recoder(framing.encoding());
        whole = framing.whole();
    }

    /** The next payload, valid until the next call; null after the last. */
    @Nullable Frame next() throws CommandException {
        try {
            Frame text = cut();
            while (text == null && !ended) {
                fill();
                text = cut();
            }
            return text == null ? null : Frame.of(recoder.recode(text.buffer(), true));
        } catch (FrameException e) {
            throw new CommandException(ExitCode.FAILED, "the input: " + e.getMessage());
        }
    }

    private @Nullable Frame cut() throws FrameException {
        if (!whole) return ended ? lines.decodeEnd(input) : lines.decode(input);
        return ended && input.size() > 0 ? input.take(0, input.size(), 0) : null;
    }

    private void fill() throws CommandException {
        int count = source.read(chunk.clear());
        ended = count < 0;
        if (ended) return;
        FramedTalk.append(chunk.flip(), input);
    }
}
