package io.fairlead.chat.room;

/**
 * A client that wants to become a member.
 *
 * @param user the user name that it gives, unverified
 * @param host its origin, in a form that does not reveal its address
 * @param realName the real name that it gives, unverified
 * @param listener gets its events
 */
public record Newcomer(String user, String host, String realName, MemberListener listener) {}
