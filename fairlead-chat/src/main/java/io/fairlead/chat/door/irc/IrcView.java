package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Said;
import io.fairlead.frame.SharedFrame;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of IRC. What goes to many is made and encoded once for each set of tags: the last
 * event is remembered. For the chat's thread.
 */
final class IrcView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private @Nullable Event last;
    private final @Nullable SharedFrame[] lastFrames = new SharedFrame[4];

    /** The line for {@code event}, for a client with these capabilities; null if it gets none. */
    @SuppressWarnings("ReferenceEquality") // the very object: the same event to many
    @Nullable SharedFrame of(Event event, Set<Capability> capabilities, String server) {
        if (last != event) {
            last = event;
            Arrays.fill(lastFrames, null);
        }
        boolean time = capabilities.contains(Capability.SERVER_TIME);
        boolean tags = capabilities.contains(Capability.MESSAGE_TAGS);
        int variant = (time ? 1 : 0) + (tags ? 2 : 0);
        SharedFrame known = lastFrames[variant];
        if (known != null) return known;
        String body = body(event, server);
        if (body == null) return null;
        Said said = saidIn(event);
        String tagged = tags(time ? event.atMs() : -1, tags ? said : null, "");
        SharedFrame made = SharedFrame.of(IrcOutput.line(tagged, body));
        lastFrames[variant] = made;
        return made;
    }

    private static @Nullable Said saidIn(Event event) {
        return switch (event) {
            case Event.Spoken spoken -> spoken.said();
            case Event.Whispered whispered -> whispered.said();
            default -> null;
        };
    }

    /** Tags and the blank after them; empty for none. */
    static String tags(long atMs, @Nullable Said said, String batch) {
        StringBuilder tags = new StringBuilder();
        if (!batch.isEmpty()) tags.append(";batch=").append(batch);
        if (atMs >= 0) tags.append(";time=").append(time(atMs));
        if (said != null) tags.append(";msgid=").append(said.id());
        return tags.isEmpty() ? "" : "@" + tags.substring(1) + " ";
    }

    static String time(long atMs) {
        return TIME.format(Instant.ofEpochMilli(atMs));
    }

    private static @Nullable String body(Event event, String server) {
        return switch (event) {
            case Event.Spoken spoken -> body(spoken.said());
            case Event.Whispered whispered -> body(whispered.said());
            case Event.Joined joined -> ":%s JOIN %s".formatted(joined.who().mask(), joined.room());
            case Event.Parted parted ->
                    ":%s PART %s%s"
                            .formatted(parted.who().mask(), parted.room(), last(parted.reason()));
            case Event.Quit quit ->
                    ":%s QUIT :Quit: %s".formatted(quit.who().mask(), quit.reason());
            case Event.Renamed renamed ->
                    ":%s NICK :%s".formatted(renamed.before().mask(), renamed.name());
            case Event.TopicSet set ->
                    ":%s TOPIC %s :%s".formatted(set.who().mask(), set.room(), set.topic());
            case Event.Kicked kicked ->
                    ":%s KICK %s %s :%s"
                            .formatted(
                                    kicked.by().mask(),
                                    kicked.room(),
                                    kicked.name(),
                                    kicked.reason().isEmpty()
                                            ? kicked.by().name()
                                            : kicked.reason());
            case Event.Invited invited ->
                    ":%s INVITE %s %s"
                            .formatted(invited.by().mask(), invited.name(), invited.room());
            case Event.RulesSet set ->
                    ":%s MODE %s %s".formatted(set.by().mask(), set.room(), set.change());
            case Event.Announced announced ->
                    ":%s NOTICE * :%s".formatted(server, announced.text());
        };
    }

    /** A message as a line, without tags. */
    static String body(Said said) {
        String command = said.kind() == Said.Kind.NOTICE ? "NOTICE" : "PRIVMSG";
        String text = said.text();
        if (said.kind() == Said.Kind.ACTION) text = "\u0001ACTION " + text + "\u0001";
        return ":%s %s %s :%s".formatted(said.from().mask(), command, said.room(), text);
    }

    private static String last(String reason) {
        return reason.isEmpty() ? "" : " :" + reason;
    }
}
