/** Tests of what the door for IRC does by itself. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat.door.irc;
