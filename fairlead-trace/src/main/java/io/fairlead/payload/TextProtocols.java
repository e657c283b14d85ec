package io.fairlead.payload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Protocols whose messages begin with a line of text. */
final class TextProtocols {
    private static final Pattern REQUEST =
            Pattern.compile("([A-Z]{3,12}) (\\S{1,1024}) HTTP/1\\.[01]\r?\n");
    private static final Pattern HOST = Pattern.compile("(?im)^host: *([^\r\n ]+)");
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.[01] (\\d{3})( [^\r\n]*)?\r?\n");
    private static final String HTTP2 = "PRI * HTTP/2.0\r\n";

    private static final Pattern REDIS =
            Pattern.compile(
                    "\\*\\d{1,7}\r\n\\$\\d{1,9}\r\n(\\w{1,32})\r\n(?:\\$\\d+\r\n([^\r\n]*))?");
    private static final Pattern REDIS_LINE = Pattern.compile("([-+:])([^\r\n]*)\r\n");
    private static final Pattern REDIS_BULK = Pattern.compile("\\$(-?\\d{1,9})\r\n([^\r\n]*)");
    private static final Pattern REDIS_LIST = Pattern.compile("[*~%>](-?\\d{1,7})\r\n");

    private static final Pattern IRC_BEGIN =
            Pattern.compile("(?:CAP LS|NICK \\S+\r?\n|USER \\S+ \\S+ \\S+ ).*", Pattern.DOTALL);
    private static final Pattern IRC =
            Pattern.compile("(?:@\\S+ +)?(?::\\S+ +)?([A-Z]{3,12}|\\d{3})(?: +([^\r\n]*))?\r?\n?");

    private TextProtocols() {}

    static String http(String text) {
        if (text.startsWith(HTTP2)) return "HTTP/2 begins";
        Matcher request = REQUEST.matcher(text);
        if (request.lookingAt()) {
            Matcher host = HOST.matcher(text);
            String whom = host.find() ? " for " + host.group(1) : "";
            return "HTTP request " + request.group(1) + " " + request.group(2) + whom;
        }
        Matcher response = RESPONSE.matcher(text);
        if (!response.lookingAt()) return "";
        String reason = response.group(2) == null ? "" : response.group(2);
        return "HTTP response " + response.group(1) + reason;
    }

    static String redisCommand(String text) {
        Matcher command = REDIS.matcher(text);
        if (!command.lookingAt()) return "";
        String key = command.group(2) == null ? "" : " " + command.group(2);
        return "Redis command " + command.group(1) + key;
    }

    static String redisReply(String text) {
        Matcher line = REDIS_LINE.matcher(text);
        if (line.lookingAt()) {
            return (line.group(1).equals("-") ? "Redis error " : "Redis reply ") + line.group(2);
        }
        Matcher bulk = REDIS_BULK.matcher(text);
        if (bulk.lookingAt()) {
            boolean none = bulk.group(1).equals("-1");
            return none ? "Redis reply: no value" : "Redis reply \"" + bulk.group(2) + "\"";
        }
        Matcher list = REDIS_LIST.matcher(text);
        return list.lookingAt() ? "Redis reply, a list of " + list.group(1) : "";
    }

    static boolean beginsIrc(String text) {
        return IRC_BEGIN.matcher(text).lookingAt();
    }

    static String irc(String text) {
        Matcher message = IRC.matcher(text);
        if (!message.lookingAt()) return "";
        String rest = message.group(2) == null ? "" : " " + message.group(2);
        return "IRC " + message.group(1) + rest;
    }
}
