/** What the first bytes of a message say, in the words of its application protocol. */
@org.jspecify.annotations.NullMarked
package io.fairlead.payload;
