package io.fairlead.chat.room;

import io.fairlead.chat.name.Name;
import io.fairlead.chat.room.RefusedException.Reason;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A room with members. The first one is its operator. For the hall's thread. */
public final class Room {
    /** The messages that the room itself remembers; the history has all. */
    public static final int WINDOW_MAX = 100;

    private final Hall hall;
    private final Name name;
    private final long sinceMs;
    private final Map<Member, Standing> members = new LinkedHashMap<>();
    private final Set<Member> invited = Collections.newSetFromMap(new java.util.WeakHashMap<>());
    private final ArrayDeque<Said> window = new ArrayDeque<>();
    private final Rules rules = new Rules();
    private @Nullable Topic topic;

    /**
     * The topic of a room.
     *
     * @param text in one line
     * @param by who set it
     * @param atMs when, in milliseconds since 1970
     */
    public record Topic(String text, Who by, long atMs) {}

    Room(Hall hall, Name name) {
        this.hall = hall;
        this.name = name;
        sinceMs = hall.nowMs();
    }

    /** With its {@code #}, as shown. */
    public String name() {
        return name.shown();
    }

    /** Equal for names that are the same. */
    public String key() {
        return name.key();
    }

    Name fullName() {
        return name;
    }

    /** When it was made, in milliseconds since 1970. */
    public long sinceMs() {
        return sinceMs;
    }

    /** Its rules. */
    public Rules rules() {
        return rules;
    }

    /** Its topic; null if it has none. */
    public @Nullable Topic topic() {
        return topic;
    }

    /** The last messages, oldest first. */
    public List<Said> window() {
        return List.copyOf(window);
    }

    // ---- members ----

    /** Its members, in the order in which they joined. */
    public Collection<Member> members() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** True if {@code member} is in it. */
    public boolean has(Member member) {
        return members.containsKey(member);
    }

    /** True if {@code member} is in it and an operator. */
    public boolean isOperator(Member member) {
        Standing standing = members.get(member);
        return standing != null && standing.operator;
    }

    /** True if {@code member} is in it and has a voice. */
    public boolean isVoiced(Member member) {
        Standing standing = members.get(member);
        return standing != null && standing.voiced;
    }

    /** True if {@code member} may know that the room exists. */
    public boolean isSeenBy(Member member) {
        return !rules.secret() || has(member);
    }

    void join(Member member, String key) throws RefusedException {
        checkEntry(member, key);
        invited.remove(member);
        Standing standing = new Standing();
        standing.operator = members.isEmpty();
        members.put(member, standing);
        member.rooms.put(key(), this);
        tell(new Event.Joined(hall.nowMs(), name(), member.who()));
    }

    private void checkEntry(Member member, String key) throws RefusedException {
        if (members.isEmpty() || invited.contains(member)) return;
        if (rules.bans(member.who())) {
            throw new RefusedException(Reason.BANNED, "you are banned from " + name);
        }
        if (rules.invitedOnly()) {
            throw new RefusedException(Reason.INVITE_ONLY, name + " is for invited members only");
        }
        if (!rules.opens(key)) {
            throw new RefusedException(Reason.WRONG_KEY, name + " needs a key, and this is not it");
        }
        if (rules.membersMax() > 0 && members.size() >= rules.membersMax()) {
            throw new RefusedException(Reason.FULL, name + " is full");
        }
    }

    /**
     * {@code member} leaves.
     *
     * @throws RefusedException if it is not there
     */
    public void part(Member member, String reason) throws RefusedException {
        checkMember(member);
        tell(new Event.Parted(hall.nowMs(), name(), member.who(), Shown.brief(reason)));
        remove(member);
    }

    /**
     * {@code by}, an operator, puts a member out.
     *
     * @throws RefusedException if that cannot be
     */
    public void kick(Member by, String typedName, String reason) throws RefusedException {
        checkOperator(by);
        Member member = memberHere(typedName);
        tell(new Event.Kicked(hall.nowMs(), name(), by.who(), member.name(), Shown.brief(reason)));
        remove(member);
    }

    /**
     * {@code by} invites a member, who may then know of the room and join it.
     *
     * @throws RefusedException if that cannot be
     */
    public Member invite(Member by, String typedName) throws RefusedException {
        checkMember(by);
        if (rules.invitedOnly()) checkOperator(by);
        Member member = hall.member(typedName);
        if (has(member)) {
            throw new RefusedException(
                    Reason.ALREADY_THERE, member.name() + " is in " + name + " already");
        }
        invited.add(member);
        hall.deliver(new Event.Invited(hall.nowMs(), name(), by.who(), member.name()), member);
        return member;
    }

    void remove(Member member) {
        members.remove(member);
        member.rooms.remove(key());
        if (members.isEmpty()) hall.drop(this);
    }

    /**
     * The member of that name, if it is here.
     *
     * @throws RefusedException if it is not
     */
    public Member memberHere(String typedName) throws RefusedException {
        Member member = hall.member(typedName);
        if (has(member)) return member;
        throw new RefusedException(Reason.NOT_THERE, member.name() + " is not in " + name);
    }

    // ---- what is said ----

    /**
     * {@code member} says something.
     *
     * @throws RefusedException if it may not
     */
    public Said say(Member member, Said.Kind kind, String text) throws RefusedException {
        if (!maySpeak(member)) {
            String why = has(member) ? "you have no voice in " : "you are not in ";
            throw new RefusedException(Reason.MUTED, why + name + ", so nobody there heard that");
        }
        member.activeMs = hall.nowMs();
        Said said = new Said(hall.nextId(), name(), member.who(), kind, Shown.of(text));
        hall.record(said);
        if (window.size() == WINDOW_MAX) window.removeFirst();
        window.addLast(said);
        tell(new Event.Spoken(said, member));
        return said;
    }

    private boolean maySpeak(Member member) {
        Standing standing = members.get(member);
        if (standing == null) return !rules.membersOnly() && !rules.moderated();
        if (standing.operator || standing.voiced) return true;
        return !rules.moderated() && !rules.bans(member.who());
    }

    /**
     * {@code member} sets the topic; empty for none.
     *
     * @throws RefusedException if it may not
     */
    public void topic(Member member, String text) throws RefusedException {
        checkMember(member);
        if (rules.topicByOperators()) checkOperator(member);
        String line = Shown.brief(text.strip());
        topic = line.isEmpty() ? null : new Topic(line, member.who(), hall.nowMs());
        tell(new Event.TopicSet(hall.nowMs(), name(), member.who(), line));
    }

    // ---- rules ----

    /** Changes a rule by {@link RoomChange}; the caller has checked who may. */
    boolean stand(Member member, char letter, boolean on) {
        Standing standing = Objects.requireNonNull(members.get(member));
        boolean before = letter == 'o' ? standing.operator : standing.voiced;
        if (letter == 'o') standing.operator = on;
        else standing.voiced = on;
        return before != on;
    }

    /** Lets all members know that {@code by} has changed the rules. */
    void tellRules(Member by, String change) {
        tell(new Event.RulesSet(hall.nowMs(), name(), by.who(), change));
    }

    /**
     * Passes if {@code member} is in the room.
     *
     * @throws RefusedException if not
     */
    public void checkMember(Member member) throws RefusedException {
        if (has(member)) return;
        throw new RefusedException(Reason.NOT_IN_ROOM, "you are not in " + name);
    }

    void checkOperator(Member member) throws RefusedException {
        checkMember(member);
        if (isOperator(member)) return;
        throw new RefusedException(
                Reason.NOT_OPERATOR, "only an operator of " + name + " may do that");
    }

    private void tell(Event event) {
        for (Member member : members.keySet()) hall.deliver(event, member);
    }

    @Override
    public String toString() {
        return name.shown();
    }
}
