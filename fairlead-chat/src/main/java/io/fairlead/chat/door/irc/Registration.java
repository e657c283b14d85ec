package io.fairlead.chat.door.irc;

import io.fairlead.chat.Chat;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Shown;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a connection becomes a member: CAP, NICK, USER. For the chat's thread. */
final class Registration {
    private static final int USER_BYTES_MAX = 10;
    private static final int REAL_NAME_BYTES_MAX = 100;

    private final Chat chat;
    private final IrcClient client;
    private @Nullable String wanted;
    private @Nullable String user;
    private String realName = "";
    private boolean negotiating;

    Registration(Chat chat, IrcClient client) {
        this.chat = chat;
        this.client = client;
    }

    String nameOr(String otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    static void nick(IrcClient client, IrcLine line) throws RefusedException {
        String name = line.param(0);
        if (name.isEmpty()) {
            client.reply(431, ":NICK needs a name");
            return;
        }
        Member member = client.memberOrNull();
        if (member == null) {
            client.registration().wants(name);
        } else {
            client.chat().hall().rename(member, name);
        }
    }

    private void wants(String name) throws RefusedException {
        chat.hall().checkName(name);
        wanted = name;
        complete();
    }

    static void user(IrcClient client, IrcLine line) throws RefusedException {
        if (client.memberOrNull() != null || client.registration().user != null) {
            client.reply(462, ":You are registered already");
            return;
        }
        if (line.param(3).isEmpty()) {
            client.reply(461, "USER", ":Parameters are missing");
            return;
        }
        client.registration().is(line.param(0), line.param(3));
    }

    private void is(String typedUser, String typedRealName) throws RefusedException {
        String plain = typedUser.replaceAll("[^A-Za-z0-9._-]", "");
        user = "~" + Shown.cut(plain.isEmpty() ? "user" : plain, USER_BYTES_MAX);
        realName = Shown.cut(Shown.of(typedRealName), REAL_NAME_BYTES_MAX);
        complete();
    }

    private void complete() throws RefusedException {
        String name = wanted;
        String known = user;
        if (negotiating || name == null || known == null) return;
        wanted = null; // another may have been quicker
        Member member =
                client.caller().enter(name, client.caller().newcomer(known, realName, client));
        Welcome.all(client, member);
    }

    // ---- capabilities ----

    static void cap(IrcClient client, IrcLine line) throws RefusedException {
        client.registration().cap(line);
    }

    private void cap(IrcLine line) throws RefusedException {
        String word = line.param(0).toUpperCase(Locale.ROOT);
        switch (word) {
            case "LS" -> {
                negotiating = client.memberOrNull() == null;
                if (line.param(1).equals("302")) client.capabilities().add(Capability.CAP_NOTIFY);
                answer("LS", Capability.all());
            }
            case "LIST" ->
                    answer(
                            "LIST",
                            client.capabilities().stream()
                                    .map(Capability::word)
                                    .collect(Collectors.joining(" ")));
            case "REQ" -> {
                negotiating = client.memberOrNull() == null;
                request(line.param(1));
            }
            case "END" -> {
                negotiating = false;
                if (client.memberOrNull() == null) complete();
            }
            default ->
                    client.reply(
                            410, IrcOutput.word(line.param(0)), ":There is no such CAP command");
        }
    }

    private void request(String words) {
        Set<Capability> wish = EnumSet.noneOf(Capability.class);
        wish.addAll(client.capabilities());
        Set<String> all = new LinkedHashSet<>(List.of(words.split(" ", -1)));
        all.remove("");
        for (String word : all) {
            boolean off = word.startsWith("-");
            Optional<Capability> one = Capability.find(off ? word.substring(1) : word);
            if (one.isEmpty()) {
                answer("NAK", Shown.of(words));
                return;
            }
            if (off) wish.remove(one.get());
            else wish.add(one.get());
        }
        answer("ACK", String.join(" ", all)); // once each, so that they fit
        client.capabilities().clear();
        client.capabilities().addAll(wish);
    }

    private void answer(String word, String words) {
        client.send(":%s CAP %s %s :%s".formatted(client.server(), client.name(), word, words));
    }
}
