package io.fairlead.chat.door.irc;

import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Said;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** CHATHISTORY of IRCv3 (draft), for the rooms that one is in. For the chat's thread. */
final class HistoryCommand {
    private final IrcClient client;
    private final String word;
    private final String target;

    /** What cannot be served; the message goes to the client. */
    private static final class BadParams extends Exception {
        private static final long serialVersionUID = 1;

        BadParams(String message) {
            super(message);
        }
    }

    /** A place in the history: before {@code fromId}, up to {@code toId}, after it. */
    private record Place(long fromId, long toId) {}

    private HistoryCommand(IrcClient client, String word, String target) {
        this.client = client;
        this.word = word;
        this.target = target;
    }

    static void serve(IrcClient client, IrcLine line) {
        String word = line.param(0).toUpperCase(Locale.ROOT);
        HistoryCommand command = new HistoryCommand(client, word, line.param(1));
        try {
            command.serve(line);
        } catch (BadParams e) {
            command.fail("INVALID_PARAMS", String.valueOf(e.getMessage()));
        }
    }

    private void serve(IrcLine line) throws BadParams {
        Room room = client.chat().hall().room(target);
        Member member = client.member();
        if (!List.of("LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN").contains(word)) {
            throw new BadParams("There is no such subcommand here");
        }
        if (room == null || !room.has(member) || !target.startsWith("#")) {
            fail("INVALID_TARGET", "You are in no such room");
            return;
        }
        int count = count(line.params().getLast());
        if (!client.chat().hasHistory()) {
            List<Said> window = room.window();
            show(window.subList(Math.max(0, window.size() - count), window.size()), null);
        } else if (word.equals("AROUND")) {
            around(room.name(), place(line.param(2)), count);
        } else {
            client.chat().find(query(room.name(), line, count), this::show);
        }
    }

    private static int count(String text) throws BadParams {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) return Math.min(count, History.MESSAGES_MAX);
        } catch (NumberFormatException e) {
            throw new BadParams("The count must be a number");
        }
        throw new BadParams("The count must be above 0");
    }

    private History.Query query(String room, IrcLine line, int count) throws BadParams {
        String first = line.param(2);
        boolean all = word.equals("LATEST") && first.equals("*");
        if (all) return History.Query.last(room, count);
        Place place = place(first);
        return switch (word) {
            case "LATEST" -> new History.Query(room, place.toId, Long.MAX_VALUE, count, true);
            case "BEFORE" -> new History.Query(room, 0, place.fromId, count, true);
            case "AFTER" -> new History.Query(room, place.toId, Long.MAX_VALUE, count, false);
            default -> {
                if (line.params().size() < 5) throw new BadParams("BETWEEN needs two places");
                Place other = place(line.param(3));
                boolean backwards = other.fromId < place.fromId;
                Place low = backwards ? other : place;
                Place high = backwards ? place : other;
                yield new History.Query(room, low.toId, high.fromId, count, backwards);
            }
        };
    }

    private void around(String room, Place place, int count) {
        int half = count / 2;
        var before = new History.Query(room, 0, place.fromId, half, true);
        var after = new History.Query(room, place.fromId - 1, Long.MAX_VALUE, count - half, false);
        client.chat()
                .find(
                        before,
                        (earlier, error) -> {
                            if (error != null) show(earlier, error);
                            else
                                client.chat()
                                        .find(
                                                after,
                                                (later, end) -> show(joined(earlier, later), end));
                        });
    }

    private static List<Said> joined(List<Said> one, List<Said> other) {
        List<Said> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Place place(String text) throws BadParams {
        try {
            if (text.startsWith("msgid=")) {
                long id = Long.parseLong(text.substring("msgid=".length()));
                return new Place(id, id);
            }
            if (text.startsWith("timestamp=")) {
                long atMs = Instant.parse(text.substring("timestamp=".length())).toEpochMilli();
                long fromId = TimeUnit.MILLISECONDS.toMicros(atMs);
                return new Place(fromId, Math.addExact(fromId, 999));
            }
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            throw new BadParams("That is no msgid or timestamp of this server");
        }
        throw new BadParams("A place is msgid=... or timestamp=...");
    }

    private void show(List<Said> messages, @Nullable String error) {
        if (error != null) {
            fail("MESSAGE_ERROR", error);
            return;
        }
        boolean batched = client.has(Capability.BATCH);
        String batch = batched ? "h" + Long.toString(client.chat().nextNumber(), 36) : "";
        if (batched)
            client.send(
                    ":%s BATCH +%s chathistory %s"
                            .formatted(client.server(), batch, IrcOutput.word(target)));
        boolean time = client.has(Capability.SERVER_TIME);
        boolean tags = client.has(Capability.MESSAGE_TAGS);
        for (Said said : messages) {
            String before = IrcView.tags(time ? said.atMs() : -1, tags ? said : null, batch);
            client.send(before, IrcView.body(said));
        }
        if (batched) client.send(":%s BATCH -%s".formatted(client.server(), batch));
    }

    private void fail(String code, String why) {
        client.send(
                ":%s FAIL CHATHISTORY %s %s %s :%s"
                        .formatted(
                                client.server(),
                                code,
                                IrcOutput.word(word),
                                IrcOutput.word(target),
                                why));
    }
}
