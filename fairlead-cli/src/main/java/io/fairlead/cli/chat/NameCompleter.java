package io.fairlead.cli.chat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What Tab offers: names, with a colon where they begin a line, and commands.
 *
 * @param members who is there
 */
record NameCompleter(MemberNames members) implements Completer {
    private static final List<String> COMMANDS =
            List.of(
                    "/nick",
                    "/join",
                    "/part",
                    "/who",
                    "/rooms",
                    "/msg",
                    "/me",
                    "/history",
                    "/topic",
                    "/quit",
                    "/help");

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        boolean first = line.wordIndex() == 0;
        if (first && line.word().startsWith("/")) {
            for (String command : COMMANDS) candidates.add(candidate(command));
            return;
        }
        for (String name : members.names()) candidates.add(candidate(first ? name + ":" : name));
    }

    private static Candidate candidate(String word) {
        return new Candidate(word, word, null, null, null, null, true);
    }
}
