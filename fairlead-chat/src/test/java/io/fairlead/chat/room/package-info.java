/** Tests of the hall. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat.room;
