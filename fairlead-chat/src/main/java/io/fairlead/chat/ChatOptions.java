package io.fairlead.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * What a chat can be told. Immutable; {@link #DEFAULT} with some changes is the way to make one.
 *
 * @param serverName what it calls itself, as in IRC: with a dot, and no blank
 * @param greeting lines that a newcomer reads
 * @param lobby the room that those come into who ask for none
 * @param burst lines that somebody can send at once
 * @param linesPerSecond lines that somebody can send on and on: what is more is read later
 * @param perAddressMax connections at a time from one address (of IPv6: from one /64)
 * @param limitsLoopback false to let this machine itself have any number of connections, and be
 *     heard over UDP at once
 */
public record ChatOptions(
        String serverName,
        List<String> greeting,
        String lobby,
        int burst,
        int linesPerSecond,
        int perAddressMax,
        boolean limitsLoopback) {
    /** What every line of IRC has room for. */
    public static final int SERVER_NAME_BYTES_MAX = 63;

    /** What holds where nothing else is said. */
    public static final ChatOptions DEFAULT =
            new ChatOptions(
                    "chat.fairlead",
                    List.of("Be kind. Messages in rooms are stored; see /history."),
                    "#lobby",
                    20,
                    4,
                    32,
                    false);

    /** Checks the numbers. */
    public ChatOptions {
        greeting = List.copyOf(greeting);
        if (serverName.getBytes(UTF_8).length > SERVER_NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a server's name has at most " + SERVER_NAME_BYTES_MAX + " bytes");
        }
        if (burst < 1 || linesPerSecond < 1 || perAddressMax < 1) {
            throw new IllegalArgumentException(
                    "burst, linesPerSecond and perAddressMax must be above 0");
        }
    }

    /** These options with another name of the server. */
    public ChatOptions withServerName(String name) {
        return new ChatOptions(
                name, greeting, lobby, burst, linesPerSecond, perAddressMax, limitsLoopback);
    }

    /** These options with other lines for newcomers. */
    public ChatOptions withGreeting(List<String> lines) {
        return new ChatOptions(
                serverName, lines, lobby, burst, linesPerSecond, perAddressMax, limitsLoopback);
    }

    /** These options with another rate. */
    public ChatOptions withRate(int newBurst, int newLinesPerSecond) {
        return new ChatOptions(
                serverName,
                greeting,
                lobby,
                newBurst,
                newLinesPerSecond,
                perAddressMax,
                limitsLoopback);
    }

    /** These options with another number of connections from one address. */
    public ChatOptions withPerAddress(int max, boolean loopbackToo) {
        return new ChatOptions(
                serverName, greeting, lobby, burst, linesPerSecond, max, loopbackToo);
    }
}
