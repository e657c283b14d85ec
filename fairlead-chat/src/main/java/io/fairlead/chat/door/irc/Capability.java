package io.fairlead.chat.door.irc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a client can ask for beyond the RFCs (IRCv3 capability negotiation). */
enum Capability {
    BATCH,
    CAP_NOTIFY,
    DRAFT_CHATHISTORY {
        @Override
        String word() {
            return "draft/chathistory";
        }
    },
    ECHO_MESSAGE,
    MESSAGE_TAGS,
    MULTI_PREFIX,
    SERVER_TIME,
    USERHOST_IN_NAMES;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Capability> find(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Capability::word).collect(Collectors.joining(" "));
    }
}
