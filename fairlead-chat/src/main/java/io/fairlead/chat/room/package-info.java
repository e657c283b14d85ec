/**
 * Rooms, members, topics and what was said: a state machine without sockets, threads or clocks.
 *
 * <p>Time is handed in ({@code Hall.advance}); what members are to learn goes out as events. For
 * one thread at a time.
 */
package io.fairlead.chat.room;
