package io.fairlead.cli.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Under which name, and in which room, one is, by what the server says. For one thread. */
final class Whereabouts {
    private static final Pattern WELCOME = Pattern.compile("You are (\\S+) in (\\S+)\\. .*");
    private static final Pattern ROOM = Pattern.compile("you are in (#\\S+): .*");

    private String name = "";
    private String room = "";

    /** Takes a line; true if it says another name or room. */
    boolean heard(ServerLine line) {
        return switch (line.kind()) {
            case OTHER -> isWelcome(line.words());
            case NEWS -> isRenamed(line.words());
            case ANSWER -> isRoom(line.words());
            default -> false;
        };
    }

    private boolean isWelcome(String words) {
        Matcher welcome = WELCOME.matcher(words);
        if (!welcome.matches()) return false;
        name = welcome.group(1);
        room = welcome.group(2);
        return true;
    }

    private boolean isRenamed(String words) {
        String beginning = name + " is now ";
        if (name.isEmpty() || !words.startsWith(beginning)) return false;
        name = words.substring(beginning.length());
        return true;
    }

    private boolean isRoom(String words) {
        Matcher matcher = ROOM.matcher(words);
        boolean none = words.startsWith("you are in no room");
        if (!matcher.matches() && !none) return false;
        room = none ? "" : matcher.group(1);
        return true;
    }

    /** Empty before the server has said it. */
    String name() {
        return name;
    }

    /** Empty in no room. */
    String room() {
        return room;
    }
}
