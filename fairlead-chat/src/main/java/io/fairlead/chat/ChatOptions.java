package io.fairlead.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Options of a chat. Immutable; start from {@link #DEFAULT} and change what you need.
 *
 * @param serverName the server name for IRC, with a dot and without blanks
 * @param greeting lines that a new member reads
 * @param lobby the room of new members who name none
 * @param burst lines that a member can send at once
 * @param linesPerSecond lines per second that a member can send continuously; further lines are
 *     read later
 * @param perAddressMax connections at a time from one address (in IPv6: from one /64)
 * @param limitsLoopback false to allow this machine any number of connections, and to accept its
 *     datagrams at once
 */
public record ChatOptions(
        String serverName,
        List<String> greeting,
        String lobby,
        int burst,
        int linesPerSecond,
        int perAddressMax,
        boolean limitsLoopback) {
    /** The longest server name that fits every line of IRC, in bytes. */
    public static final int SERVER_NAME_BYTES_MAX = 63;

    /** The default options. */
    public static final ChatOptions DEFAULT =
            new ChatOptions(
                    "chat.fairlead",
                    List.of("Be kind. /history shows what this server keeps of the rooms."),
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

    /** These options with another greeting. */
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
