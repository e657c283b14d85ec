package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.Room;
import io.fairlead.chat.room.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks WHO for, by WHOX: {@code %fields,token} (IRCv3 WHOX). Immutable.
 *
 * @param fields a letter for each
 * @param token comes back with every answer, so that a client knows its own
 */
record WhoFields(String fields, String token) {
    private static final Pattern FORM = Pattern.compile("[^%]*%([a-zA-Z]*)(?:,([0-9]{1,3}))?");

    /** In the order of the answer, whatever the order of the question. */
    private static final String ORDER = "tcuihsnfdlaor";

    /** Null if {@code param} asks for none. */
    static @Nullable WhoFields parse(String param) {
        Matcher form = FORM.matcher(param);
        if (!form.matches()) return null;
        String token = form.group(2);
        return new WhoFields(form.group(1), token == null ? "0" : token);
    }

    /** Tells {@code client} of {@code member}. */
    void reply(IrcClient client, @Nullable Room room, Member member) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < ORDER.length(); i++) {
            char field = ORDER.charAt(i);
            if (fields.indexOf(field) >= 0) values.add(value(field, client, room, member));
        }
        if (!values.isEmpty()) client.reply(354, values.toArray(String[]::new));
    }

    private String value(char field, IrcClient client, @Nullable Room room, Member member) {
        Who who = member.who();
        return switch (field) {
            case 't' -> token;
            case 'c' -> room == null ? "*" : room.name();
            case 'u' -> who.user();
            case 'i' -> "255.255.255.255"; // addresses are nobody's business
            case 'h' -> who.host();
            case 's' -> client.server();
            case 'n' -> who.name();
            case 'f' -> QueryCommands.flags(client, room, member);
            case 'd' -> "0"; // hops
            case 'l' -> idleSeconds(client, member);
            case 'a' -> "0"; // there are no accounts
            case 'o' -> "n/a"; // there are no levels of operators
            default -> ":" + member.realName(); // r, the last
        };
    }

    private static String idleSeconds(IrcClient client, Member member) {
        long idleMs = Math.max(0, client.chat().hall().nowMs() - member.activeMs());
        return Long.toString(TimeUnit.MILLISECONDS.toSeconds(idleMs));
    }
}
