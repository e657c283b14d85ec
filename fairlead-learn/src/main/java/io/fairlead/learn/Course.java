package io.fairlead.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The course: the pages in docs/course, which are in this module, too. For any thread. */
public final class Course {
    private static final List<String> PAGES =
            List.of(
                    "1-sockets.md",
                    "2-addresses.md",
                    "3-udp.md",
                    "4-tcp.md",
                    "5-servers.md",
                    "6-wrapped-calls.md",
                    "7-messages.md",
                    "8-closing.md",
                    "9-windows.md");

    private final List<Chapter> chapters;

    private Course(List<Chapter> chapters) {
        this.chapters = chapters;
    }

    /** Reads the pages. */
    public static Course load() {
        List<Chapter> chapters = new ArrayList<>();
        for (String page : PAGES) {
            chapters.add(new PageReader(chapters.size() + 1, page).chapter(text(page)));
        }
        return new Course(List.copyOf(chapters));
    }

    private static String text(String page) {
        try (InputStream in = Course.class.getResourceAsStream("course/" + page)) {
            if (in == null) throw new IllegalStateException("the course has no " + page);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All chapters, from the first. */
    public List<Chapter> chapters() {
        return chapters;
    }

    /**
     * The chapter of a number, or whose page's name or title has a word in it.
     *
     * @param asked such as {@code 5} or {@code servers}
     */
    public Optional<Chapter> find(String asked) {
        String word = asked.toLowerCase(Locale.ROOT);
        return chapters.stream()
                .filter(chapter -> Integer.toString(chapter.number()).equals(word))
                .findFirst()
                .or(() -> named(word));
    }

    private Optional<Chapter> named(String word) {
        return chapters.stream().filter(chapter -> names(chapter).contains(word)).findFirst();
    }

    private static List<String> names(Chapter chapter) {
        String page = chapter.page().replaceAll("^\\d-|\\.md$", "");
        List<String> names = new ArrayList<>(List.of(page));
        names.addAll(List.of(page.split("-", -1)));
        names.addAll(List.of(chapter.title().toLowerCase(Locale.ROOT).split("\\W+", -1)));
        return names;
    }

    /** A word for each chapter, which {@link #find} knows. */
    public List<String> words() {
        return chapters.stream().map(chapter -> names(chapter).getFirst()).toList();
    }
}
