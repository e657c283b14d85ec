package io.fairlead.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.net.text.Printable;
import io.fairlead.packet.Octets;

/**
 * The messages of one conversation, named by their first bytes. What one message has shown of the
 * protocol helps with those that show less. For one thread.
 */
public final class MessageNames {
    private static final int HEAD_BYTES = 2048;
    private static final int SHOWN_MAX = 80;
    private static final int REDIS_PORT = 6379;

    private final boolean stream;
    private final int clientPort;
    private final int serverPort;
    private boolean redis;
    private boolean irc;

    /**
     * @param stream whether it goes over TCP; else over UDP
     */
    public MessageNames(boolean stream, int clientPort, int serverPort) {
        this.stream = stream;
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        redis = stream && serverPort == REDIS_PORT;
    }

    /**
     * Such as {@code HTTP request GET /index.html for example.org}, safe to show; empty where the
     * protocol is not known.
     */
    public String words(Octets payload, boolean fromClient) {
        if (payload.length() == 0) return "";
        byte[] head = payload.atMost(HEAD_BYTES).toArray();
        String words = stream ? streamWords(head, fromClient) : datagramWords(head);
        return Printable.of(
                words.length() > SHOWN_MAX ? words.substring(0, SHOWN_MAX) + "..." : words);
    }

    private String streamWords(byte[] head, boolean fromClient) {
        String text = new String(head, ISO_8859_1);
        String http = TextProtocols.http(text);
        if (!http.isEmpty()) return http;
        if (isDns()) return DnsWords.ofStream(head);
        String command = fromClient ? TextProtocols.redisCommand(text) : "";
        if (!command.isEmpty()) {
            redis = true;
            return command;
        }
        if (redis && !fromClient) return TextProtocols.redisReply(text);
        irc |= fromClient && TextProtocols.beginsIrc(text);
        return irc ? TextProtocols.irc(text) : "";
    }

    private String datagramWords(byte[] head) {
        return isDns() ? DnsWords.of(head) : "";
    }

    private boolean isDns() {
        return DnsWords.isPort(clientPort) || DnsWords.isPort(serverPort);
    }
}
