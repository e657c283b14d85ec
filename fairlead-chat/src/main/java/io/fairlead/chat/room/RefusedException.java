package io.fairlead.chat.room;

/** Something a member asked for that cannot be; the message is a sentence for that member. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, for doors whose protocol has a code for it. */
    public enum Reason {
        /** The name is somebody's, or looks like it. */
        NAME_TAKEN,
        /** The text can be no name. */
        BAD_NAME,
        /** The text cannot be the key of a room. */
        BAD_KEY,
        /** The text can be no mask to ban by. */
        BAD_MASK,
        /** Nobody has that name. */
        NO_SUCH_MEMBER,
        /** There is no such room. */
        NO_SUCH_ROOM,
        /** The text cannot be the name of a room, or looks like another room. */
        BAD_ROOM,
        /** The caller is not in the room. */
        NOT_IN_ROOM,
        /** The other member is not in the room. */
        NOT_THERE,
        /** The other member is already in the room. */
        ALREADY_THERE,
        /** Only an operator of the room may do that. */
        NOT_OPERATOR,
        /** The room does not accept messages from this member. */
        MUTED,
        /** The room is full. */
        FULL,
        /** Only the invited may come in. */
        INVITE_ONLY,
        /** The key is missing or wrong. */
        WRONG_KEY,
        /** The member is banned from the room. */
        BANNED,
        /** A member can be in no more rooms, or there can be no more rooms. */
        TOO_MANY
    }

    private final Reason reason;
    private final String suggestion;

    /** A refusal. */
    public RefusedException(Reason reason, String message) {
        this(reason, message, "");
    }

    /**
     * A refusal with a way out.
     *
     * @param suggestion what would be accepted; empty if nothing comes to mind
     */
    public RefusedException(Reason reason, String message, String suggestion) {
        super(message);
        this.reason = reason;
        this.suggestion = suggestion;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What would be accepted; empty if nothing comes to mind. */
    public String suggestion() {
        return suggestion;
    }
}
