/**
 * The door for IRC: RFC 1459 and 2812, and of IRCv3 what clients of today ask for.
 *
 * <p>{@code IrcDoor} gets lines, {@code IrcClient} is one connection, the classes named Commands
 * serve what it asks for, {@code IrcView} writes what it learns.
 */
package io.fairlead.chat.door.irc;
