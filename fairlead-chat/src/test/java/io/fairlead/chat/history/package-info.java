/** Tests of histories, on real databases. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat.history;
