package io.fairlead.chat.door.irc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands there are. */
final class Commands {
    private static final Map<String, IrcCommand> ALL = new HashMap<>();

    static {
        early("CAP", 1, Registration::cap);
        early("NICK", 0, Registration::nick);
        early("USER", 4, Registration::user);
        early("PASS", 1, (_, _) -> {}); // there are no passwords; clients send what they have
        early(
                "QUIT",
                0,
                (client, line) ->
                        client.end(line.param(0).isEmpty() ? "Client quit" : line.param(0)));
        early(
                "PING",
                1,
                (client, line) ->
                        client.send(
                                ":%s PONG %s :%s"
                                        .formatted(
                                                client.server(), client.server(), line.param(0))));
        early("PONG", 0, (_, _) -> {});

        add("JOIN", 1, RoomCommands::join);
        add("PART", 1, RoomCommands::part);
        add("TOPIC", 1, RoomCommands::topic);
        add("NAMES", 0, RoomCommands::names);
        add("LIST", 0, RoomCommands::list);
        add("KICK", 2, RoomCommands::kick);
        add("INVITE", 2, RoomCommands::invite);
        add("MODE", 1, ModeCommand::serve);

        add("PRIVMSG", 0, TalkCommands::privmsg);
        add("NOTICE", 0, TalkCommands::notice);
        add("TAGMSG", 0, (_, _) -> {}); // CLIENTTAGDENY=*: there is nothing in it to pass on
        add("AWAY", 0, TalkCommands::away);
        add("CHATHISTORY", 3, HistoryCommand::serve);

        add("WHO", 0, QueryCommands::who);
        add("WHOIS", 1, QueryCommands::whois);
        add("WHOWAS", 1, QueryCommands::whowas);
        add("USERHOST", 1, QueryCommands::userhost);
        add("ISON", 1, QueryCommands::ison);
        add("MOTD", 0, (client, _) -> Welcome.motd(client));
        add("LUSERS", 0, (client, _) -> Welcome.lusers(client));
        add(
                "VERSION",
                0,
                (client, _) -> {
                    client.reply(351, "fairlead", client.server(), ":A chat of Fairlead");
                    Welcome.support(client);
                });
        add(
                "TIME",
                0,
                (client, _) ->
                        client.reply(
                                391,
                                client.server(),
                                ":" + IrcView.time(client.chat().hall().nowMs())));
        add(
                "INFO",
                0,
                (client, _) -> {
                    client.reply(371, ":A chat of Fairlead: rooms that nc, UDP and IRC share");
                    client.reply(374, ":That was all");
                });
    }

    private Commands() {}

    static @Nullable IrcCommand find(String word) {
        return ALL.get(word);
    }

    private static void add(String word, int paramsMin, IrcCommand.Action action) {
        ALL.put(word, new IrcCommand(paramsMin, false, action));
    }

    private static void early(String word, int paramsMin, IrcCommand.Action action) {
        ALL.put(word, new IrcCommand(paramsMin, true, action));
    }
}
