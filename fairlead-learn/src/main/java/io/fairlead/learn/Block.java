package io.fairlead.learn;

import java.util.List;

/** A piece of a step. */
public sealed interface Block {
    /**
     * A paragraph, or an item of a list.
     *
     * @param text without line ends; code in it stands between backticks
     */
    record Text(String text) implements Block {}

    /**
     * A program, a part of one, or what a command printed.
     *
     * @param language such as {@code c}, {@code java}, {@code diff}; empty for output
     * @param source the file it is from, from the root of the repository; empty if from none
     * @param text its lines
     */
    record Code(String language, String source, String text) implements Block {}

    /**
     * The same in several languages, to be seen side by side.
     *
     * @param codes one each
     */
    record Columns(List<Code> codes) implements Block {
        /** Copies the list, so that this stays as it is. */
        public Columns {
            codes = List.copyOf(codes);
        }
    }

    /**
     * A table.
     *
     * @param rows cells by row, the columns' names first
     */
    record Table(List<List<String>> rows) implements Block {
        /** Copies the list, so that this stays as it is. */
        public Table {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What the reader should answer before going on.
     *
     * @param text the question
     * @param answer what to show afterwards
     */
    record Question(String text, List<Block> answer) implements Block {
        /** Copies the list, so that this stays as it is. */
        public Question {
            answer = List.copyOf(answer);
        }
    }

    /**
     * An experiment that proves what the step says.
     *
     * @param name of the lab
     * @param text the sentence about it
     */
    record Lab(String name, String text) implements Block {}
}
