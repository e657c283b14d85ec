/** The chat: rooms, their doors, their history, and the thread that everything goes through. */
package io.fairlead.chat;
