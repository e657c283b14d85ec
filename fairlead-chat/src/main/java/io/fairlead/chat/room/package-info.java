/**
 * Rooms, members, topics and messages: a state machine without sockets, threads or clocks.
 *
 * <p>The caller passes the time in ({@code Hall.advance}). Members receive events. For one thread
 * at a time.
 */
package io.fairlead.chat.room;
