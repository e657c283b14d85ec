package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Said;
import io.fairlead.chat.room.Shown;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What begins with a slash on a door of lines. For the chat's thread. */
final class LineCommands {
    private static final int HISTORY_USUAL = 20;
    private static final List<String> HELP =
            List.of(
                    "What you type goes to your room. Commands:",
                    "  /nick NAME          change your name",
                    "  /join ROOM [KEY]    go to a room; it is created if necessary",
                    "  /part [ROOM]        leave your room",
                    "  /who [ROOM]         who is in your room",
                    "  /rooms              list the rooms",
                    "  /msg NAME TEXT      send a private message",
                    "  /me TEXT            say what you are doing",
                    "  /history [COUNT]    earlier messages of your room",
                    "  /topic [TEXT]       show or set the topic of your room",
                    "  /echo on|off        get your own messages back when stored",
                    "  /quit [TEXT]        leave",
                    "A line that begins with // is sent with one slash.");

    private final Chat chat;
    private final LineTalk talk;

    LineCommands(Chat chat, LineTalk talk) {
        this.chat = chat;
        this.talk = talk;
    }

    void run(Member member, String line) throws RefusedException {
        String[] words = line.strip().split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "/nick" -> nick(member, rest);
            case "/join" -> join(rest);
            case "/part", "/leave" -> part(member, rest);
            case "/who", "/names" -> who(member, rest);
            case "/rooms", "/list" -> rooms(member);
            case "/msg" -> msg(member, rest);
            case "/me" -> me(member, rest);
            case "/history" -> history(member, rest);
            case "/topic" -> topic(member, rest);
            case "/echo" -> echo(rest);
            case "/quit", "/exit" -> talk.end(rest.isEmpty() ? "quit" : rest);
            case "/help" -> HELP.forEach(talk::say);
            default ->
                    talk.say(
                            "! there is no "
                                    + Shown.word(words[0])
                                    + "; /help lists what there is");
        }
    }

    private void nick(Member member, String name) throws RefusedException {
        if (name.isEmpty()) talk.say("! /nick NAME; you are " + member.name());
        else chat.hall().rename(member, name);
    }

    private void join(String rest) throws RefusedException {
        String[] words = rest.split(" +", 2);
        if (rest.isEmpty()) talk.say("! /join ROOM [KEY]; /rooms lists those there are");
        else talk.enterRoom(words[0], words.length > 1 ? words[1] : "");
    }

    private void part(Member member, String typedRoom) throws RefusedException {
        Room room = typedRoom.isEmpty() ? talk.room(member) : known(typedRoom, member);
        room.part(member, "");
        if (member.rooms().isEmpty()) talk.say("= you are in no room; /join ROOM, or /rooms");
        else talk.enterRoom(member.rooms().iterator().next().name(), "");
    }

    private Room known(String typedRoom, Member member) throws RefusedException {
        Room room = chat.hall().room(typedRoom);
        if (room != null && room.isSeenBy(member)) return room;
        throw new RefusedException(
                RefusedException.Reason.NO_SUCH_ROOM,
                "there is no room " + Shown.word(typedRoom) + "; /rooms lists those there are");
    }

    private void who(Member member, String typedRoom) throws RefusedException {
        Room room = typedRoom.isEmpty() ? talk.room(member) : known(typedRoom, member);
        talk.say("= in " + room.name() + ": " + names(room));
    }

    /** Everybody in a room; operators with an {@code @}, as in IRC. */
    static String names(Room room) {
        return room.members().stream()
                .map(member -> (room.isOperator(member) ? "@" : "") + member.name())
                .collect(Collectors.joining(" "));
    }

    private void rooms(Member member) {
        for (Room room : chat.hall().rooms()) {
            if (!room.isSeenBy(member)) continue;
            Room.Topic topic = room.topic();
            String about = topic == null ? "" : ": " + topic.text();
            talk.say(
                    String.format(
                            Locale.ROOT, "= %s (%d)%s", room.name(), room.members().size(), about));
        }
    }

    private void msg(Member member, String rest) throws RefusedException {
        String[] words = rest.split(" +", 2);
        if (words.length < 2) {
            talk.say("! /msg NAME TEXT");
            return;
        }
        Member to = chat.hall().member(words[0]);
        for (String part : Parts.of(words[1], Parts.bytesMax(member.who(), to.name()))) {
            chat.hall().whisper(member, to, Said.Kind.TALK, part);
        }
    }

    private void me(Member member, String text) throws RefusedException {
        if (text.isEmpty()) talk.say("! /me TEXT");
        else talk.speak(member, Said.Kind.ACTION, text);
    }

    private void topic(Member member, String text) throws RefusedException {
        Room room = talk.room(member);
        Room.Topic topic = room.topic();
        if (!text.isEmpty()) room.topic(member, text);
        else talk.say(topic == null ? "= there is no topic" : "= the topic is: " + topic.text());
    }

    private void echo(String word) {
        boolean on = word.equals("on");
        if (!on && !word.equals("off")) {
            talk.say("! /echo on, or /echo off");
            return;
        }
        talk.echoes(on);
        talk.say("= your own messages " + (on ? "come back to you when stored" : "stay yours"));
    }

    private void history(Member member, String word) throws RefusedException {
        Room room = talk.room(member);
        int count = count(word);
        if (count < 1) {
            talk.say("! /history COUNT, from 1 to " + History.MESSAGES_MAX);
        } else if (chat.hasHistory()) {
            talk.find(History.Query.last(room.name(), count), this::show);
        } else {
            List<Said> window = room.window();
            show(window.subList(Math.max(0, window.size() - count), window.size()), null);
        }
    }

    private static int count(String word) {
        if (word.isEmpty()) return HISTORY_USUAL;
        try {
            int count = Integer.parseInt(word);
            return count > History.MESSAGES_MAX ? 0 : count;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void show(List<Said> messages, @Nullable String error) {
        if (error != null) talk.say("! " + error);
        for (Said said : messages) talk.say(LineView.past(said));
        if (error == null) talk.say("= that was all of " + messages.size());
    }
}
