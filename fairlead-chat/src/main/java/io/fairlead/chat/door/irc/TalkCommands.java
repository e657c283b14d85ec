package io.fairlead.chat.door.irc;

import io.fairlead.chat.door.Parts;
import io.fairlead.chat.room.Hall;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Said;
import java.util.List;

/** PRIVMSG, NOTICE and AWAY. For the chat's thread. */
final class TalkCommands {
    private static final int TARGETS_MAX = 4;
    private static final String ACTION = "\u0001ACTION ";

    private TalkCommands() {}

    static void privmsg(IrcClient client, IrcLine line) {
        if (line.params().isEmpty()) {
            client.reply(411, ":PRIVMSG needs somebody to talk to");
        } else if (line.param(1).isEmpty()) {
            client.reply(412, ":There is nothing to say");
        } else {
            String text = line.param(1);
            boolean action = text.startsWith(ACTION);
            String end = text.endsWith("\u0001") ? "\u0001" : "";
            String said =
                    action ? text.substring(ACTION.length(), text.length() - end.length()) : text;
            say(client, line, action ? Said.Kind.ACTION : Said.Kind.TALK, said);
        }
    }

    /** A notice is never answered, not even by an error. */
    static void notice(IrcClient client, IrcLine line) {
        if (line.param(1).isEmpty()) return;
        say(client, line, Said.Kind.NOTICE, line.param(1));
    }

    private static void say(IrcClient client, IrcLine line, Said.Kind kind, String text) {
        List<String> targets = line.list(0);
        for (String target : targets.subList(0, Math.min(TARGETS_MAX, targets.size()))) {
            try {
                say(client, target, kind, text);
            } catch (RefusedException e) {
                if (kind == Said.Kind.NOTICE) continue;
                ErrorReplies.send(client, e, new IrcLine("", List.of(target)));
            }
        }
    }

    private static void say(IrcClient client, String target, Said.Kind kind, String text)
            throws RefusedException {
        Hall hall = client.chat().hall();
        Member member = client.member();
        if (target.startsWith("#")) {
            Room room = RoomCommands.room(client, target);
            int bytesMax = Parts.bytesMax(member.who(), room.name());
            for (String part : Parts.of(text, bytesMax)) room.say(member, kind, part);
            return;
        }
        Member to = hall.member(target);
        int bytesMax = Parts.bytesMax(member.who(), to.name());
        for (String part : Parts.of(text, bytesMax)) hall.whisper(member, to, kind, part);
        if (to.away() != null && kind != Said.Kind.NOTICE) {
            client.reply(301, to.name(), ":" + to.away());
        }
    }

    static void away(IrcClient client, IrcLine line) {
        String why = line.param(0);
        client.member().away(why.isEmpty() ? null : why);
        if (why.isEmpty()) client.reply(305, ":You are no longer marked as being away");
        else client.reply(306, ":You have been marked as being away");
    }
}
