/**
 * The ways into a chat. A door is a {@code Service} and a line in {@code Doors}; {@code Caller}
 * does what every door needs: limits, floods, slow readers.
 */
package io.fairlead.chat.door;
