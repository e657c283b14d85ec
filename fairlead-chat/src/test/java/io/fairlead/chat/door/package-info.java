/** Tests of the doors, over real sockets. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat.door;
