package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.chat.Readers;
import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.MemberListener;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Said;
import io.fairlead.service.Peer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One person on a door of lines. For the chat's thread. */
final class LineTalk implements MemberListener {
    private final Chat chat;
    private final LineView view;
    private final Caller caller;
    private final LineCommands commands;
    private boolean echoes;
    private int asking;
    private boolean leaves;
    private @Nullable String roomKey;
    private @Nullable String roomName;

    LineTalk(Chat chat, LineView view, Peer peer) {
        this.chat = chat;
        this.view = view;
        caller = new Caller(chat, peer);
        commands = new LineCommands(chat, this);
    }

    Caller caller() {
        return caller;
    }

    /** Lets the person in, under a name that can be changed. */
    void begin(String user) {
        try {
            Member member = enter(user);
            for (String line : chat.options().greeting()) say(line);
            enterRoom(chat.options().lobby(), "");
            say(
                    "You are %s in %s. What you type goes there; /nick NAME, /help."
                            .formatted(member.name(), chat.options().lobby()));
        } catch (RefusedException e) {
            say(String.valueOf(e.getMessage()));
            caller.close();
        }
    }

    private Member enter(String user) throws RefusedException {
        var newcomer = caller.newcomer(user, "on " + user, this);
        try {
            return caller.enter("guest", newcomer);
        } catch (RefusedException taken) {
            return caller.enter(taken.suggestion(), newcomer);
        }
    }

    /** The person has typed a line. */
    void line(String line) {
        Member member = caller.member();
        if (member == null) return; // dropped, or has quit
        try {
            if (line.startsWith("/") && !line.startsWith("//")) {
                commands.run(member, line);
            } else if (!line.isBlank()) {
                speak(member, Said.Kind.TALK, line.startsWith("//") ? line.substring(1) : line);
            }
        } catch (RefusedException e) {
            say("! " + e.getMessage());
        }
    }

    void speak(Member member, Said.Kind kind, String text) throws RefusedException {
        Room room = room(member);
        for (String part : Parts.of(text, Parts.bytesMax(member.who(), room.name()))) {
            room.say(member, kind, part);
        }
    }

    /**
     * The room that the person talks in.
     *
     * @throws RefusedException if there is none
     */
    Room room(Member member) throws RefusedException {
        Room room = roomKey == null ? null : member.room(roomKey);
        if (room != null) return room;
        throw new RefusedException(
                RefusedException.Reason.NOT_IN_ROOM, "you are in no room; /join ROOM, or /rooms");
    }

    /** Talks in that room from now on. */
    void enterRoom(String typedRoom, String key) throws RefusedException {
        Member member = Objects.requireNonNull(caller.member());
        Room room = chat.hall().join(member, typedRoom, key);
        roomKey = room.key();
        roomName = room.name();
        Room.Topic topic = room.topic();
        if (topic != null) say("= the topic is: " + topic.text());
        say("= you are in " + room.name() + ": " + LineCommands.names(room));
    }

    void echoes(boolean on) {
        echoes = on;
    }

    /** Reads the history. A caller that leaves before the answer still gets it. */
    void find(History.Query query, Readers.Answer answer) {
        asking++;
        chat.find(
                query,
                (messages, error) -> {
                    answer.found(messages, error);
                    asking--;
                    closeIfAnswered();
                });
    }

    /** The member leaves. The connection ends when all answers are sent. */
    void end(String reason) {
        caller.quit(reason);
        leaves = true;
        closeIfAnswered();
    }

    private void closeIfAnswered() {
        if (leaves && asking == 0) caller.close();
    }

    /** A line of the server's own, in its place among the events. */
    void say(String line) {
        chat.then(() -> caller.send(view.of(line)));
    }

    @Override
    public void on(Event event) {
        boolean own = event instanceof Event.Spoken spoken && caller.is(spoken.author());
        if (own && !echoes) return;
        String room = LineView.roomOf(event);
        caller.send(view.of(event, room != null && !room.equals(roomName)));
    }

    @Override
    public void onFault() {
        caller.fail();
    }
}
