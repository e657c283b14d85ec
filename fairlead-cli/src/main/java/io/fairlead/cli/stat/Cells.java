package io.fairlead.cli.stat;

import java.util.List;

/** Cells side by side; those that do not fit into the width go to a line below. For one thread. */
final class Cells {
    private static final int INDENT = 9;

    private final StringBuilder text = new StringBuilder();
    private final int width;
    private int lineStart;

    /**
     * @param width in columns
     */
    Cells(int width) {
        this.width = width;
    }

    /** Adds a cell, and blanks up to {@code columns} of it before the next. */
    Cells add(String cell, int columns) {
        int used = text.length() - lineStart;
        if (used + cell.length() > width && used > INDENT) breakLine();
        text.append(cell).repeat(' ', Math.max(0, columns - cell.length()) + 2);
        return this;
    }

    /** Adds what is said, with semicolons between; breaks lines where it must. */
    Cells addAll(List<String> sentences) {
        int all = sentences.stream().mapToInt(sentence -> sentence.length() + 2).sum() - 2;
        int used = text.length() - lineStart;
        if (all > 0 && used + all > width && used > INDENT) breakLine();
        for (int i = 0; i < sentences.size(); i++) {
            String end = i < sentences.size() - 1 ? ";" : "";
            add(sentences.get(i) + end, 0);
            text.setLength(text.length() - 1); // one blank is enough between sentences
        }
        return this;
    }

    private void breakLine() {
        strip();
        text.append('\n');
        lineStart = text.length();
        text.repeat(' ', INDENT);
    }

    private void strip() {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    @Override
    public String toString() {
        strip();
        return text.toString();
    }
}
