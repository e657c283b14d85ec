package io.fairlead.chat.door;

import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Said;
import io.fairlead.chat.room.Shown;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of text. What goes to many is made and encoded once: the last event is
 * remembered. For the chat's thread.
 *
 * <p>How a line begins says what it is, and nobody can type one that begins as another, since no
 * name has a blank or one of these marks in it:
 *
 * <pre>
 *   &lt;ada&gt; hello          said in your room
 *   &lt;ada -&gt; bob&gt; psst    said to one alone
 *   * ada waves          done (/me)
 *   -ada- away           a notice, as IRC has them
 *   *** ada has come in  news
 *   #tea &lt;ada&gt; hello     any of these in another room that you are in
 *   = in #lobby: ada     an answer to you
 *   ! the name is taken  a refusal
 *   [2026-11-21 ...] ... the history
 * </pre>
 *
 * <p>What begins otherwise is of the server's own: its greeting, {@code You are NAME in ROOM},
 * help.
 */
final class LineView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final String lineEnd;
    private @Nullable Event last;
    private @Nullable SharedFrame lastBare;
    private @Nullable SharedFrame lastWithRoom;

    /**
     * @param lineEnd what each line ends with, where the codec does not write it
     */
    LineView(String lineEnd) {
        this.lineEnd = lineEnd;
    }

    /** The line that says {@code text}, which may repeat what somebody has typed. */
    Frame of(String text) {
        return Frame.of(Shown.of(text) + lineEnd);
    }

    /** The room that {@code event} is in; null if it is in none, or several. */
    static @Nullable String roomOf(Event event) {
        return switch (event) {
            case Event.Spoken spoken -> spoken.said().room();
            case Event.Joined joined -> joined.room();
            case Event.Parted parted -> parted.room();
            case Event.Kicked kicked -> kicked.room();
            case Event.TopicSet set -> set.room();
            case Event.RulesSet set -> set.room();
            default -> null;
        };
    }

    /**
     * The line for {@code event}.
     *
     * @param withRoom true to name the room first
     */
    @SuppressWarnings("ReferenceEquality") // the very object: the same event to many
    SharedFrame of(Event event, boolean withRoom) {
        if (last != event) {
            last = event;
            lastBare = null;
            lastWithRoom = null;
        }
        SharedFrame known = withRoom ? lastWithRoom : lastBare;
        if (known != null) return known;
        String line = (withRoom ? roomOf(event) + " " : "") + text(event);
        SharedFrame made = SharedFrame.of(of(line));
        if (withRoom) lastWithRoom = made;
        else lastBare = made;
        return made;
    }

    private static String text(Event event) {
        return switch (event) {
            case Event.Spoken(Said said, var _) -> text(said);
            case Event.Whispered(Said said, var _) ->
                    "<%s -> %s> %s".formatted(said.from().name(), said.room(), words(said));
            case Event.Joined joined -> "*** " + joined.who().name() + " has come in";
            case Event.Parted parted ->
                    "*** " + parted.who().name() + " has left" + why(parted.reason());
            case Event.Quit quit -> "*** " + quit.who().name() + " is gone" + why(quit.reason());
            case Event.Renamed renamed ->
                    "*** " + renamed.before().name() + " is now " + renamed.name();
            case Event.TopicSet set when set.topic().isEmpty() ->
                    "*** " + set.who().name() + " has removed the topic";
            case Event.TopicSet set ->
                    "*** " + set.who().name() + " has set the topic: " + set.topic();
            case Event.Kicked kicked ->
                    "*** %s has removed %s%s"
                            .formatted(kicked.by().name(), kicked.name(), why(kicked.reason()));
            case Event.Invited invited ->
                    "*** %s invites you to %s".formatted(invited.by().name(), invited.room());
            case Event.RulesSet set ->
                    "*** %s has changed the modes: %s".formatted(set.by().name(), set.change());
            case Event.Announced announced -> "*** " + announced.text();
        };
    }

    private static String text(Said said) {
        String name = said.from().name();
        return switch (said.kind()) {
            case TALK -> "<" + name + "> " + said.text();
            case NOTICE -> "-" + name + "- " + said.text();
            case ACTION -> "* " + name + " " + said.text();
        };
    }

    /** What is said to one alone; an action keeps the name it needs to be a sentence. */
    private static String words(Said said) {
        return said.kind() == Said.Kind.ACTION
                ? said.from().name() + " " + said.text()
                : said.text();
    }

    private static String why(String reason) {
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    /** A line of the history. */
    static String past(Said said) {
        return "[" + TIME.format(Instant.ofEpochMilli(said.atMs())) + "] " + text(said);
    }
}
