package io.fairlead.testkit;

import java.util.List;

/** What has come over a connection, beside what should have. */
record Received(List<String> got, List<String> expected) {
    private static final int CHARS_MAX = 60;

    /**
     * Checks it.
     *
     * @param cut the connection was; then the end may be missing
     */
    void check(boolean cut) {
        int same = 0;
        while (same < got.size()
                && same < expected.size()
                && got.get(same).equals(expected.get(same))) {
            same++;
        }
        if (cut && isPart(same)) return;
        if (same < got.size()) throw new AssertionError(wrong(same));
        if (same < expected.size() && !cut) {
            String missing = frame(same, expected);
            throw new AssertionError(
                    "lost: "
                            + missing
                            + " has not come, nor has what follows, though nothing cut"
                            + " the connection; "
                            + same
                            + " of "
                            + expected.size()
                            + " have come");
        }
    }

    /** A cut may leave the beginning of the last frame, where the end of the stream ends one. */
    private boolean isPart(int at) {
        return at == got.size() - 1
                && at < expected.size()
                && expected.get(at).startsWith(got.get(at));
    }

    private String wrong(int at) {
        String came = frame(at, got);
        String text = got.get(at);
        String instead = at < expected.size() ? ", in place of " + frame(at, expected) : "";
        if (expected.subList(0, Math.min(at, expected.size())).contains(text)) {
            return "doubled: " + came + " came before" + instead;
        }
        if (at >= expected.size() || !expected.contains(text)) {
            return "not expected: " + came + " came" + instead;
        }
        boolean later = got.subList(at, got.size()).contains(expected.get(at));
        return (later ? "reordered: " : "lost: ") + came + " came" + instead;
    }

    private static String frame(int at, List<String> frames) {
        String text = frames.get(at);
        String shown = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) + "\u2026" : text;
        return "frame " + (at + 1) + ", \"" + shown + "\",";
    }
}
