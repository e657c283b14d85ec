package io.fairlead.cli.chat;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is there, by what the server has said: for completing names. Safe for any thread. */
final class MemberNames {
    private static final int NAMES_MAX = 10_000;
    private static final Pattern LIST = Pattern.compile("(?:you are )?in #\\S+: (.*)");
    private static final Pattern CAME = Pattern.compile("(\\S+) has come in");
    private static final Pattern WENT = Pattern.compile("(\\S+) is gone(?: \\(.*\\))?");
    private static final Pattern RENAMED = Pattern.compile("(\\S+) is now (\\S+)");

    private final NavigableSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** Learns from a line. */
    synchronized void heard(ServerLine line) {
        switch (line.kind()) {
            case ANSWER -> list(line.words());
            case NEWS -> news(line.words());
            default -> add(line.author());
        }
    }

    private void list(String words) {
        Matcher list = LIST.matcher(words);
        if (!list.matches()) return;
        for (String name : list.group(1).split(" ", -1)) add(name.replaceFirst("^@", ""));
    }

    private void news(String words) {
        Matcher came = CAME.matcher(words);
        Matcher went = WENT.matcher(words);
        Matcher renamed = RENAMED.matcher(words);
        if (came.matches()) {
            add(came.group(1));
        } else if (went.matches()) {
            names.remove(went.group(1));
        } else if (renamed.matches()) {
            names.remove(renamed.group(1));
            add(renamed.group(2));
        }
    }

    private void add(String name) {
        if (!name.isEmpty() && names.size() < NAMES_MAX) names.add(name);
    }

    /** The names, in order. */
    synchronized List<String> names() {
        return List.copyOf(names);
    }
}
