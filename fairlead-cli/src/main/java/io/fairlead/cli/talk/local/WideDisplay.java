package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.text.WideText;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Another display, which says so once when what comes looks like UTF-16 or UTF-32. */
final class WideDisplay implements Display {
    private static final int BYTES_MAX = 64;

    private final Display display;
    private final Consumer<String> say;
    private final byte[] beginning = new byte[BYTES_MAX];
    private int count;
    private boolean decided;

    WideDisplay(Display display, Consumer<String> say) {
        this.display = display;
        this.say = say;
    }

    @Override
    public void received(ByteBuffer bytes) throws OutputException {
        String seen = decided ? null : look(bytes.duplicate());
        display.received(bytes);
        if (seen != null) {
            say.accept(
                    "what comes looks like %s text; --encoding %s shows it"
                            .formatted(seen.toUpperCase(Locale.ROOT), seen));
        }
    }

    private @Nullable String look(ByteBuffer bytes) {
        int more = Math.min(bytes.remaining(), BYTES_MAX - count);
        bytes.get(beginning, count, more);
        count += more;
        Optional<String> seen = WideText.encoding(beginning, count);
        decided = seen.isPresent() || count >= Long.BYTES;
        return seen.orElse(null);
    }

    @Override
    public void sent(ByteBuffer bytes) throws OutputException {
        display.sent(bytes);
    }

    @Override
    public void messageEnded() throws OutputException {
        display.messageEnded();
    }

    @Override
    public void ended() throws OutputException {
        display.ended();
    }
}
