/** Tests of names. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat.name;
