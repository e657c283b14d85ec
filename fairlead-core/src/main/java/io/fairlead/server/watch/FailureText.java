package io.fairlead.server.watch;

import io.fairlead.net.text.Printable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown, in words for a log. All text is made printable: a peer may have a say in the
 * message, and must not write lines of its own.
 */
public final class FailureText {
    private static final int FRAMES_MAX = 200;
    private static final int CAUSES_MAX = 10;
    private static final int WORDS_MAX = 2_000;

    private FailureText() {}

    /** Class, message and first frame, in one line. */
    public static String line(Throwable failure) {
        String frame = frame(failure);
        return words(failure) + (frame.isEmpty() ? "" : " (at " + frame + ")");
    }

    /** The same for all failures that have one reason: class and first frame. */
    static String kind(Throwable failure) {
        return failure.getClass().getName() + " " + frame(failure);
    }

    /** A line for each frame, and for each cause; each begins with a line end. */
    public static String stack(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable next = failure;
        while (next != null && seen.size() < CAUSES_MAX && seen.add(next)) {
            if (seen.size() > 1) text.append("\n  caused by ").append(words(next));
            StackTraceElement[] frames = next.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
                text.append("\n    at ").append(Printable.of(frames[i].toString()));
            }
            next = cause(next);
        }
        return text.toString();
    }

    private static String words(Throwable failure) {
        String words;
        try {
            words = failure.toString();
        } catch (Throwable e) { // it is somebody's class
            words = failure.getClass().getName();
        }
        return Printable.of(words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) : words);
    }

    private static @Nullable Throwable cause(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable e) { // as above
            return null;
        }
    }

    private static String frame(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "" : Printable.of(frames[0].toString());
    }
}
