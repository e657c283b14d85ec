package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Hall;
import io.fairlead.chat.room.Mask;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Who;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** WHO, WHOIS, WHOWAS, USERHOST and ISON. For the chat's thread. */
final class QueryCommands {
    private static final int MATCHES_MAX = 100;
    private static final int USERHOSTS_MAX = 5; // RFC 2812 section 4.8

    private QueryCommands() {}

    static void who(IrcClient client, IrcLine line) {
        String wanted = line.param(0);
        WhoFields fields = WhoFields.parse(line.param(1));
        Hall hall = client.chat().hall();
        Room room = wanted.startsWith("#") ? hall.room(wanted) : null;
        if (room != null && room.isSeenBy(client.member())) {
            for (Member member : room.members()) who(client, room, member, fields);
        } else if (!wanted.startsWith("#")) {
            Mask mask = new Mask(wanted.isEmpty() || wanted.equals("0") ? "*" : wanted);
            hall.members().stream()
                    .filter(member -> isMeant(mask, member))
                    .limit(MATCHES_MAX)
                    .forEach(member -> who(client, null, member, fields));
        }
        client.reply(315, wanted.isEmpty() ? "*" : IrcOutput.word(wanted), ":End of WHO");
    }

    private static boolean isMeant(Mask mask, Member member) {
        if (mask.matches(member.name())) return true;
        return mask.text().contains("@") && mask.matches(member.who().mask());
    }

    private static void who(
            IrcClient client, @Nullable Room room, Member member, @Nullable WhoFields fields) {
        if (fields != null) {
            fields.reply(client, room, member);
            return;
        }
        Who who = member.who();
        client.reply(
                352,
                room == null ? "*" : room.name(),
                who.user(),
                who.host(),
                client.server(),
                who.name(),
                flags(client, room, member),
                ":0 " + member.realName());
    }

    /** Here or gone, and what the member is in {@code room}. */
    static String flags(IrcClient client, @Nullable Room room, Member member) {
        return (member.away() == null ? "H" : "G") + RoomCommands.prefix(client, room, member);
    }

    static void whois(IrcClient client, IrcLine line) {
        String wanted = line.params().getLast();
        Member member = client.chat().hall().find(wanted);
        if (member == null) {
            client.reply(401, IrcOutput.word(wanted), ":Nobody here is called that");
        } else {
            whois(client, member);
        }
        client.reply(318, IrcOutput.word(wanted), ":End of WHOIS");
    }

    private static void whois(IrcClient client, Member member) {
        Who who = member.who();
        String name = who.name();
        client.reply(311, name, who.user(), who.host(), "*", ":" + member.realName());
        List<String> rooms =
                member.rooms().stream()
                        .filter(room -> room.isSeenBy(client.member()))
                        .map(room -> RoomCommands.prefix(client, room, member) + room.name())
                        .toList();
        client.replyWords(319, name + " ", rooms);
        client.reply(312, name, client.server(), ":A chat of Fairlead");
        if (member.away() != null) client.reply(301, name, ":" + member.away());
        long idleMs = Math.max(0, client.chat().hall().nowMs() - member.activeMs());
        client.reply(
                317,
                name,
                Long.toString(TimeUnit.MILLISECONDS.toSeconds(idleMs)),
                Long.toString(TimeUnit.MILLISECONDS.toSeconds(member.sinceMs())),
                ":seconds idle, signon time");
    }

    static void whowas(IrcClient client, IrcLine line) {
        client.reply(
                406,
                IrcOutput.word(line.param(0)),
                ":This server does not remember former members");
        client.reply(369, IrcOutput.word(line.param(0)), ":End of WHOWAS");
    }

    static void userhost(IrcClient client, IrcLine line) {
        List<String> found =
                line.params().stream()
                        .limit(USERHOSTS_MAX)
                        .map(client.chat().hall()::find)
                        .filter(Objects::nonNull)
                        .map(QueryCommands::userhost)
                        .toList();
        client.reply(302, ":" + String.join(" ", found));
    }

    private static String userhost(Member member) {
        Who who = member.who();
        String sign = member.away() == null ? "+" : "-";
        return who.name() + "=" + sign + who.user() + "@" + who.host();
    }

    static void ison(IrcClient client, IrcLine line) {
        List<String> found =
                line.params().stream()
                        .flatMap(param -> List.of(param.split(" ", -1)).stream())
                        .map(client.chat().hall()::find)
                        .filter(Objects::nonNull)
                        .map(Member::name)
                        .toList();
        if (found.isEmpty()) client.reply(303, ":");
        else client.replyWords(303, "", found);
    }
}
