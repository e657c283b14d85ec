package io.fairlead.chat.room;

/**
 * Who wants to come in.
 *
 * @param user who it says it is on its own machine
 * @param host where it comes from, in a form that gives no address away
 * @param realName what it says of itself
 * @param listener gets its events
 */
public record Newcomer(String user, String host, String realName, Listener listener) {}
