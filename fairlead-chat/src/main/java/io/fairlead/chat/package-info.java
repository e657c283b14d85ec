/** The chat: rooms, doors, history, and the one thread that does everything. */
package io.fairlead.chat;
