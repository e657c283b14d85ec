package io.fairlead.cli.chat;

import org.jspecify.annotations.Nullable;

/**
 * The first words with a server, one at a time: takes the name and the room that are wanted. Does
 * no I/O: lines go in, commands come out. For one thread.
 *
 * <pre>
 *   GREETING ─▶ NAME ─▶ ROOM ─▶ LOBBY ─▶ ECHO ─▶ DONE        what is not wanted is passed over
 * </pre>
 */
final class Login {
    private enum State {
        GREETING,
        NAME,
        ROOM,
        LOBBY,
        ECHO,
        DONE
    }

    private final Whereabouts place = new Whereabouts();
    private final String wantedName;
    private final String wantedRoom;
    private final boolean wantsEcho;
    private State state = State.GREETING;
    private String lobby = "";
    private @Nullable String refusal;

    /**
     * @param name empty for whichever the server gives
     * @param room empty for the one that newcomers are in
     * @param echo whether one's own messages are to come back
     */
    Login(String name, String room, boolean echo) {
        wantedName = name;
        wantedRoom = room.isEmpty() || room.startsWith("#") ? room : "#" + room;
        wantsEcho = echo;
    }

    /** Where one is, as far as the server has said. */
    Whereabouts place() {
        return place;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Why a wish was not granted; null if all were. */
    @Nullable String refusal() {
        return refusal;
    }

    /** True if {@code line} is part of this: an answer, not something that just happens. */
    boolean concerns(ServerLine line) {
        return switch (line.kind()) {
            case ANSWER, REFUSAL, OTHER -> true;
            case NEWS -> isAbout(line, place.name());
            default -> false;
        };
    }

    private static boolean isAbout(ServerLine line, String name) {
        return name.isEmpty() || line.words().startsWith(name + " ");
    }

    /** Takes a line; returns the command to send then, or null if it is not time for one. */
    @Nullable String take(ServerLine line) {
        boolean moved = place.heard(line);
        boolean refused = line.kind() == ServerLine.Kind.REFUSAL;
        if (refused && refusal == null) refusal = line.words();
        boolean answered =
                switch (state) {
                    case GREETING -> moved && line.kind() == ServerLine.Kind.OTHER;
                    case NAME, ROOM, LOBBY -> moved;
                    case ECHO -> line.kind() == ServerLine.Kind.ANSWER;
                    case DONE -> false;
                };
        if (state == State.GREETING && answered) lobby = place.room();
        if (!answered && !refused) return null;
        // Who did not get into a room stays in the lobby.
        if (state == State.ROOM && refused) state = State.LOBBY;
        return command();
    }

    private @Nullable String command() {
        while (true) {
            State next = next(state);
            state = next;
            String command =
                    switch (next) {
                        case NAME ->
                                isWanted(wantedName, place.name()) ? "/nick " + wantedName : "";
                        case ROOM ->
                                isWanted(wantedRoom, place.room()) ? "/join " + wantedRoom : "";
                        case LOBBY -> place.room().equals(lobby) ? "" : "/part " + lobby;
                        case ECHO -> wantsEcho ? "/echo on" : "";
                        case GREETING, DONE -> null;
                    };
            if (command == null || !command.isEmpty()) return command;
        }
    }

    private static State next(State state) {
        return switch (state) {
            case GREETING -> State.NAME;
            case NAME -> State.ROOM;
            case ROOM -> State.LOBBY;
            case LOBBY -> State.ECHO;
            case ECHO, DONE -> State.DONE;
        };
    }

    private static boolean isWanted(String wanted, String had) {
        return !wanted.isEmpty() && !wanted.equals(had);
    }
}
