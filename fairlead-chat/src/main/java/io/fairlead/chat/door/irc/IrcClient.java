package io.fairlead.chat.door.irc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.Chat;
import io.fairlead.chat.door.Caller;
import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.MemberListener;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Shown;
import io.fairlead.frame.SharedFrame;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an IRC client, registered or not. For the chat's thread.
 *
 * <p>A client that is silent for {@link Times#pingAfter} gets a PING, and is disconnected if
 * nothing arrives. Input that has arrived counts before a deadline that has passed: after a stop of
 * this process all answers wait in their sockets, so a late client is checked once more.
 */
final class IrcClient implements MemberListener {
    private static final int TAG_BYTES_MAX = 4096; // of a client's, IRCv3 message-tags

    private final Chat chat;
    private final Times times;
    private final IrcView view;
    private final Caller caller;
    private final Registration registration;
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private long heardNs;
    private boolean pinged;
    private boolean lastChance;
    private boolean gone;

    /**
     * When a client counts as gone.
     *
     * @param pingAfter of silence, it gets a PING
     * @param look how often one looks; it is also the time to register, and to answer
     * @param lastChance from when it is late, until it is gone
     */
    record Times(Duration pingAfter, Duration look, Duration lastChance) {
        static final Times USUAL =
                new Times(Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    IrcClient(Chat chat, Times times, IrcView view, Peer peer) {
        this.chat = chat;
        this.times = times;
        this.view = view;
        heardNs = chat.nanoTime();
        caller = new Caller(chat, peer);
        caller.farewells(
                "ERROR :You read too slowly, and messages were lost",
                "ERROR :An error in this server");
        registration = new Registration(chat, this);
    }

    Chat chat() {
        return chat;
    }

    Caller caller() {
        return caller;
    }

    Registration registration() {
        return registration;
    }

    Set<Capability> capabilities() {
        return capabilities;
    }

    boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    String server() {
        return chat.options().serverName();
    }

    /** The name, as numerics address it: {@code *} before the registration. */
    String name() {
        Member member = caller.member();
        return member == null ? registration.nameOr("*") : member.name();
    }

    Member member() {
        return Objects.requireNonNull(caller.member());
    }

    @Nullable Member memberOrNull() {
        return caller.member();
    }

    // ---- life ----

    void begin() {
        chat.after(times.look(), this::look);
    }

    private void look() {
        if (gone) return;
        long silentNs = chat.nanoTime() - heardNs;
        boolean late = silentNs >= times.pingAfter().toNanos();
        String why = null;
        if (caller.member() == null && silentNs >= times.look().toNanos()) {
            why = "Registration timed out";
        } else if (pinged && silentNs >= times.pingAfter().plus(times.look()).toNanos()) {
            why = "Ping timeout";
        }
        if (why != null && lastChance) {
            end(why);
            return;
        }
        lastChance = why != null;
        if (late && !pinged) send("PING :" + server());
        pinged = late;
        chat.after(lastChance ? times.lastChance() : times.look(), this::look);
    }

    void line(String text) {
        if (gone) return;
        heardNs = chat.nanoTime();
        pinged = false;
        lastChance = false;
        IrcLine line = IrcLine.parse(text);
        if (line.command().isEmpty()) return;
        if (line.bodyBytes() > IrcOutput.BODY_BYTES_MAX || line.tagBytes() > TAG_BYTES_MAX) {
            reply(417, ":A line has at most 512 bytes, and 4096 of tags");
            return;
        }
        try {
            serve(line);
        } catch (RefusedException e) {
            ErrorReplies.send(this, e, line);
        }
    }

    private void serve(IrcLine line) throws RefusedException {
        IrcCommand command = Commands.find(line.command());
        boolean registered = caller.member() != null;
        if (command == null) {
            if (registered) reply(421, IrcOutput.word(line.command()), ":There is no such command");
            else reply(451, ":Register first, with NICK and USER");
        } else if (!registered && !command.beforeRegistration()) {
            reply(451, ":Register first, with NICK and USER");
        } else if (line.params().size() < command.paramsMin()) {
            reply(461, line.command(), ":Parameters are missing");
        } else {
            command.action().serve(this, line);
        }
    }

    /** Ends the connection, when all is sent. */
    void end(String reason) {
        String shown = Shown.brief(reason);
        caller.quit(shown);
        send("ERROR :Closing link: " + shown);
        gone = true;
        caller.close();
    }

    /** The connection has ended. */
    void gone(String reason) {
        gone = true;
        caller.quit(reason);
    }

    // ---- what the client reads ----

    /** Sends a numeric: {@code :server 001 name params}; the last one brings its own colon. */
    void reply(int code, String... params) {
        send(
                String.format(
                        Locale.ROOT,
                        ":%s %03d %s %s",
                        server(),
                        code,
                        name(),
                        String.join(" ", params)));
    }

    /** Sends a line in its place among the events. */
    void send(String line) {
        send("", line);
    }

    /** Sends a line with tags, and the blank after them, in its place among the events. */
    void send(String tags, String line) {
        chat.then(() -> caller.send(IrcOutput.line(tags, line)));
    }

    @Override
    public void on(Event event) {
        if (isOwn(event) && !has(Capability.ECHO_MESSAGE)) return;
        SharedFrame line = view.of(event, capabilities, server());
        if (line != null) caller.send(line);
    }

    @Override
    public void onFault() {
        gone = true;
        caller.fail();
    }

    private boolean isOwn(Event event) {
        return switch (event) {
            case Event.Spoken spoken -> caller.is(spoken.author());
            case Event.Whispered(var said, Member author) ->
                    caller.is(author) && !said.room().equals(author.name());
            default -> false;
        };
    }

    /** Many words in lines of a numeric, as few as fit. */
    void replyWords(int code, String before, List<String> words) {
        int around = 12 + server().length() + (name() + before).getBytes(UTF_8).length;
        StringBuilder line = new StringBuilder();
        int bytes = around;
        for (String word : words) {
            int more = word.getBytes(UTF_8).length + 1;
            if (bytes + more > IrcOutput.BODY_BYTES_MAX && !line.isEmpty()) {
                reply(code, before + ":" + line.toString().strip());
                line.setLength(0);
                bytes = around;
            }
            line.append(word).append(' ');
            bytes += more;
        }
        if (!line.isEmpty()) reply(code, before + ":" + line.toString().strip());
    }
}
