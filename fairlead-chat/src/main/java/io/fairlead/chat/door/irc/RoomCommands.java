package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Hall;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.RefusedException.Reason;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Shown;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** JOIN, PART, TOPIC, NAMES, LIST, KICK and INVITE. For the chat's thread. */
final class RoomCommands {
    private RoomCommands() {}

    static void join(IrcClient client, IrcLine line) throws RefusedException {
        Member member = client.member();
        if (line.param(0).equals("0")) {
            for (Room room : List.copyOf(member.rooms())) room.part(member, "");
            return;
        }
        List<String> keys = line.list(1);
        List<String> names = line.list(0);
        for (int i = 0; i < names.size(); i++) {
            String key = i < keys.size() ? keys.get(i) : "";
            each(client, names.get(i), name -> joinOne(client, name, key));
        }
    }

    private static void joinOne(IrcClient client, String name, String key) throws RefusedException {
        Member member = client.member();
        Room known = client.chat().hall().room(name);
        if (known != null && known.has(member)) return;
        if (!name.startsWith("#")) throw noSuchRoom(name);
        Room room = client.chat().hall().join(member, name, key);
        if (room.topic() != null) topic(client, room);
        names(client, room);
    }

    /** Does something with each of several rooms: what one refuses is nothing to the others. */
    private static void each(IrcClient client, String name, RoomAction action) {
        try {
            action.on(name);
        } catch (RefusedException e) {
            ErrorReplies.send(client, e, new IrcLine("", List.of(name)));
        }
    }

    @FunctionalInterface
    private interface RoomAction {
        void on(String name) throws RefusedException;
    }

    static RefusedException noSuchRoom(String name) {
        return new RefusedException(Reason.NO_SUCH_ROOM, "There is no room " + Shown.word(name));
    }

    /** A room that the client may know of. */
    static Room room(IrcClient client, String name) throws RefusedException {
        Room room = client.chat().hall().room(name);
        if (room != null && name.startsWith("#")) return room;
        throw noSuchRoom(name);
    }

    static void part(IrcClient client, IrcLine line) {
        for (String name : line.list(0)) {
            each(client, name, _ -> room(client, name).part(client.member(), line.param(1)));
        }
    }

    static void topic(IrcClient client, IrcLine line) throws RefusedException {
        Room room = room(client, line.param(0));
        if (line.params().size() > 1) {
            room.topic(client.member(), line.param(1));
        } else if (room.isSeenBy(client.member())) {
            topic(client, room);
        } else {
            room.checkMember(client.member());
        }
    }

    private static void topic(IrcClient client, Room room) {
        Room.Topic topic = room.topic();
        if (topic == null) {
            client.reply(331, room.name(), ":There is no topic");
            return;
        }
        long atSeconds = TimeUnit.MILLISECONDS.toSeconds(topic.atMs());
        client.reply(332, room.name(), ":" + topic.text());
        client.reply(333, room.name(), topic.by().mask(), Long.toString(atSeconds));
    }

    static void names(IrcClient client, IrcLine line) {
        Hall hall = client.chat().hall();
        for (String name : line.list(0)) {
            Room room = hall.room(name);
            if (room != null && room.isSeenBy(client.member())) names(client, room);
            else client.reply(366, IrcOutput.word(name), ":End of the names");
        }
        if (line.params().isEmpty()) client.reply(366, "*", ":Name a room");
    }

    private static void names(IrcClient client, Room room) {
        List<String> names =
                room.members().stream()
                        .map(member -> prefix(client, room, member) + shown(client, member))
                        .toList();
        String sign = room.rules().secret() ? "@" : "=";
        client.replyWords(353, sign + " " + room.name() + " ", names);
        client.reply(366, room.name(), ":End of the names");
    }

    private static String shown(IrcClient client, Member member) {
        boolean whole = client.has(Capability.USERHOST_IN_NAMES);
        return whole ? member.who().mask() : member.name();
    }

    /** What stands before a name: all signs under multi-prefix, else the highest. */
    static String prefix(IrcClient client, @Nullable Room room, Member member) {
        if (room == null) return "";
        String all = (room.isOperator(member) ? "@" : "") + (room.isVoiced(member) ? "+" : "");
        boolean one = all.length() > 1 && !client.has(Capability.MULTI_PREFIX);
        return one ? all.substring(0, 1) : all;
    }

    static void list(IrcClient client, IrcLine line) {
        Hall hall = client.chat().hall();
        List<String> wanted = line.list(0).stream().filter(name -> name.startsWith("#")).toList();
        Collection<Room> rooms =
                wanted.isEmpty()
                        ? hall.rooms()
                        : hall.rooms().stream()
                                .filter(room ->
                                        wanted.stream()
                                                .anyMatch(name -> room.equals(hall.room(name))))
                                .toList();
        client.reply(321, "Channel", ":Users  Name");
        for (Room room : rooms) {
            if (!room.isSeenBy(client.member())) continue;
            Room.Topic topic = room.topic();
            String count = Integer.toString(room.members().size());
            client.reply(322, room.name(), count, ":" + (topic == null ? "" : topic.text()));
        }
        client.reply(323, ":End of the list");
    }

    static void kick(IrcClient client, IrcLine line) throws RefusedException {
        Room room = room(client, line.param(0));
        room.checkMember(client.member());
        for (String name : line.list(1)) room.kick(client.member(), name, line.param(2));
    }

    static void invite(IrcClient client, IrcLine line) throws RefusedException {
        Room room = room(client, line.param(1));
        Member member = room.invite(client.member(), line.param(0));
        client.reply(341, member.name(), room.name());
        if (member.away() != null) client.reply(301, member.name(), ":" + member.away());
    }
}
