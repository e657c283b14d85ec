package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.RoomChange;
import io.fairlead.chat.room.Rules;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** MODE, of members and rooms. For the chat's thread. */
final class ModeCommand {
    private static final int CHANGES_MAX = 20;
    private static final String WITH_PARAM = "kovb";

    private final IrcClient client;
    private final Room room;
    private final RoomChange change;

    private ModeCommand(IrcClient client, Room room, RoomChange change) {
        this.client = client;
        this.room = room;
        this.change = change;
    }

    static void serve(IrcClient client, IrcLine line) throws RefusedException {
        if (!line.param(0).startsWith("#")) {
            ofMember(client, line);
            return;
        }
        Room room = RoomCommands.room(client, line.param(0));
        String letters = line.param(1);
        if (letters.isEmpty()) {
            long atSeconds = TimeUnit.MILLISECONDS.toSeconds(room.sinceMs());
            client.reply(324, room.name(), letters(client, room));
            client.reply(329, room.name(), Long.toString(atSeconds));
        } else if (letters.matches("\\+?b") && line.params().size() == 2) {
            for (String ban : room.rules().bans()) client.reply(367, room.name(), ban);
            client.reply(368, room.name(), ":End of the bans");
        } else {
            RoomChange change = new RoomChange(room, client.member());
            try {
                new ModeCommand(client, room, change).change(line);
            } finally {
                change.tell();
            }
        }
    }

    /** The rules, with their parameters for who is in the room. */
    private static String letters(IrcClient client, Room room) {
        Rules rules = room.rules();
        StringBuilder letters = new StringBuilder(rules.letters());
        boolean inside = room.has(client.member());
        if (rules.key() != null) letters.append(' ').append(inside ? rules.key() : "*");
        if (rules.membersMax() > 0) letters.append(' ').append(rules.membersMax());
        return letters.toString();
    }

    private static void ofMember(IrcClient client, IrcLine line) throws RefusedException {
        Member member = client.chat().hall().member(line.param(0));
        if (!member.equals(client.member())) {
            client.reply(502, ":That is somebody else");
        } else if (line.params().size() < 2) {
            client.reply(221, "+");
        } else if (!line.param(1).matches("[+-]*[iwx]*")) {
            client.reply(501, ":There is no such mode of people");
        }
    }

    private void change(IrcLine line) {
        Iterator<String> params = line.params().listIterator(2);
        boolean on = true;
        int changes = 0;
        for (char letter : line.param(1).toCharArray()) {
            if (letter == '+' || letter == '-') {
                on = letter == '+';
            } else if (changes++ < CHANGES_MAX) {
                boolean wants = WITH_PARAM.indexOf(letter) >= 0 || (letter == 'l' && on);
                String param = wants && params.hasNext() ? params.next() : "";
                try {
                    change(letter, on, param);
                } catch (RefusedException e) { // and the other changes are made all the same
                    ErrorReplies.send(client, e, new IrcLine("MODE", List.of(room.name(), param)));
                }
            }
        }
    }

    private void change(char letter, boolean on, String param) throws RefusedException {
        if (Rules.FLAGS.indexOf(letter) >= 0) {
            change.flag(letter, on);
            return;
        }
        switch (letter) {
            case 'k' -> key(on, param);
            case 'l' -> limit(on, param);
            case 'b' -> {
                if (!param.isEmpty()) change.ban(param, on);
            }
            case 'o' -> {
                if (!param.isEmpty()) stand(letter, param, on);
            }
            case 'v' -> {
                if (!param.isEmpty()) stand(letter, param, on);
            }
            default ->
                    client.reply(
                            472,
                            IrcOutput.word(Character.toString(letter)),
                            ":is no mode of " + room.name());
        }
    }

    private void stand(char letter, String name, boolean on) throws RefusedException {
        if (client.chat().hall().find(name) == null) {
            client.reply(401, IrcOutput.word(name), ":Nobody here is called that");
        } else if (!room.has(client.chat().hall().member(name))) {
            client.reply(441, IrcOutput.word(name), room.name(), ":They are not in that room");
        } else if (letter == 'o') {
            change.operator(name, on);
        } else {
            change.voice(name, on);
        }
    }

    private void key(boolean on, String key) throws RefusedException {
        if (on) change.key(key);
        else change.noKey();
    }

    private void limit(boolean on, String number) {
        if (!on) change.membersMax(0);
        else if (number.matches("[1-9][0-9]{0,8}")) change.membersMax(Integer.parseInt(number));
    }
}
