/**
 * The door for IRC: RFC 1459 and 2812, and the parts of IRCv3 that current clients use.
 *
 * <p>{@code IrcDoor} receives lines, {@code IrcClient} is one connection, the classes named
 * Commands serve its commands, and {@code IrcView} writes events to it.
 */
package io.fairlead.chat.door.irc;
