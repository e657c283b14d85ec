/**
 * The entrances to a chat. A door is a {@code Service} and a line in {@code Doors}. {@code Caller}
 * does what every door needs: it limits callers and handles floods and slow readers.
 */
package io.fairlead.chat.door;
