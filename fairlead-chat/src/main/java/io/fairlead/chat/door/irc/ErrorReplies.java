package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.RefusedException;

/** Refusals of the hall as numerics (RFC 2812 section 5.2). */
final class ErrorReplies {
    private ErrorReplies() {}

    static void send(IrcClient client, RefusedException refusal, IrcLine line) {
        String text = ":" + refusal.getMessage();
        boolean isInvite = line.command().equals("INVITE"); // its room comes second
        String first = IrcOutput.word(line.param(0));
        switch (refusal.reason()) {
            case NOT_THERE -> client.reply(441, IrcOutput.word(line.param(1)), first, text);
            case ALREADY_THERE -> client.reply(443, first, IrcOutput.word(line.param(1)), text);
            case BAD_MASK -> client.reply(696, first, "b", IrcOutput.word(line.param(1)), text);
            case NO_SUCH_MEMBER -> client.reply(401, target(line), text);
            default ->
                    client.reply(
                            code(refusal.reason()),
                            isInvite ? IrcOutput.word(line.param(1)) : first,
                            text);
        }
    }

    /** Whom a command is about: the second parameter where the first is the room. */
    private static String target(IrcLine line) {
        boolean second = line.param(0).startsWith("#") && line.params().size() > 1;
        return IrcOutput.word(line.param(second ? 1 : 0));
    }

    private static int code(RefusedException.Reason reason) {
        return switch (reason) {
            case NAME_TAKEN -> 433;
            case BAD_NAME -> 432;
            case NO_SUCH_MEMBER -> 401;
            case NO_SUCH_ROOM -> 403;
            case BAD_ROOM -> 476;
            case BAD_KEY -> 525;
            case BAD_MASK -> 696;
            case NOT_IN_ROOM -> 442;
            case NOT_THERE -> 441;
            case ALREADY_THERE -> 443;
            case NOT_OPERATOR -> 482;
            case MUTED -> 404;
            case FULL -> 471;
            case INVITE_ONLY -> 473;
            case WRONG_KEY -> 475;
            case BANNED -> 474;
            case TOO_MANY -> 405;
        };
    }
}
