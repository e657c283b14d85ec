package io.fairlead.cli.chat;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.text.ScreenText;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.NetException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The lines that come from a server, made safe to show. For one thread. */
final class LineReceiver {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int LINE_CHARACTERS_MAX = 64 * 1024;

    private final StreamClient client;
    private final ScreenText text = new ScreenText();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private final StringBuilder waiting = new StringBuilder();

    LineReceiver(StreamClient client) {
        this.client = client;
    }

    /**
     * Waits for a line; null at the end.
     *
     * @throws CommandException if a line has no end: no chat sends that, and there would be none
     */
    @Nullable String next() throws NetException, CommandException {
        while (true) {
            int end = waiting.indexOf("\n");
            if (end >= 0) return take(end);
            if (waiting.length() > LINE_CHARACTERS_MAX) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "the server sent a line of more than "
                                + LINE_CHARACTERS_MAX
                                + " characters; is it a chat?");
            }
            if (client.read(chunk.clear()) < 0) {
                waiting.append(text.end());
                return waiting.isEmpty() ? null : take(waiting.length());
            }
            waiting.append(text.show(chunk.flip()));
        }
    }

    private String take(int end) {
        String line = waiting.substring(0, end);
        waiting.delete(0, Math.min(end + 1, waiting.length()));
        return line;
    }
}
