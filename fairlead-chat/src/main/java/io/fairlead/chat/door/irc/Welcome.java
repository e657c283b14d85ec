package io.fairlead.chat.door.irc;

import io.fairlead.chat.Chat;
import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Hall;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.Rules;
import io.fairlead.chat.room.Shown;
import java.util.List;

/** What a new member reads first (RFC 2812 section 5.1, and RPL_ISUPPORT). */
final class Welcome {
    private static final int TOKENS_PER_LINE_MAX = 12;

    private Welcome() {}

    static void all(IrcClient client, Member member) {
        client.reply(1, ":Welcome to the chat, " + member.who().mask());
        client.reply(2, ":Your host is " + client.server() + ", running Fairlead");
        client.reply(3, ":People on nc and on UDP are in the same rooms");
        client.reply(4, client.server(), "fairlead", "i", Rules.FLAGS + "bklov", "bklov");
        support(client);
        lusers(client);
        motd(client);
    }

    static void support(IrcClient client) {
        List<String> tokens =
                List.of(
                        "AWAYLEN=" + Shown.TEXT_BYTES_MAX,
                        "CASEMAPPING=ascii",
                        "CHANLIMIT=#:" + Hall.ROOMS_PER_MEMBER_MAX,
                        "CHANMODES=b,k,l," + Rules.FLAGS,
                        "CHANNELLEN=50",
                        "CHANTYPES=#",
                        "CHATHISTORY=" + History.MESSAGES_MAX,
                        "CLIENTTAGDENY=*",
                        "KICKLEN=" + Shown.TEXT_BYTES_MAX,
                        "MAXLIST=b:" + Rules.BANS_MAX,
                        "MODES=20",
                        "MSGREFTYPES=timestamp,msgid",
                        "NETWORK=Fairlead",
                        "NICKLEN=48",
                        "PREFIX=(ov)@+",
                        "TARGMAX=JOIN:50,KICK:50,NAMES:50,NOTICE:4,PART:50,PRIVMSG:4,WHOIS:1",
                        "TOPICLEN=" + Shown.TEXT_BYTES_MAX,
                        "UTF8ONLY",
                        "WHOX");
        for (int i = 0; i < tokens.size(); i += TOKENS_PER_LINE_MAX) {
            List<String> some = tokens.subList(i, Math.min(tokens.size(), i + TOKENS_PER_LINE_MAX));
            client.reply(5, String.join(" ", some), ":are supported by this server");
        }
    }

    static void lusers(IrcClient client) {
        Chat chat = client.chat();
        int members = chat.hall().members().size();
        int rooms = chat.hall().rooms().size();
        client.reply(251, ":There are " + members + " users and 0 invisible on 1 servers");
        client.reply(252, "0", ":operators online");
        client.reply(253, "0", ":unregistered connections");
        client.reply(254, Integer.toString(rooms), ":channels formed");
        client.reply(255, ":I have " + members + " clients and 0 servers");
        client.reply(265, members + " " + members, ":Current local users " + members);
        client.reply(266, members + " " + members, ":Current global users " + members);
    }

    static void motd(IrcClient client) {
        List<String> lines = client.chat().options().greeting();
        if (lines.isEmpty()) {
            client.reply(422, ":There is no message of the day");
            return;
        }
        client.reply(375, ":- " + client.server() + " message of the day -");
        for (String line : lines) client.reply(372, ":- " + line);
        client.reply(376, ":End of the message of the day");
    }
}
