/** Tests of what every chat has. */
@org.jspecify.annotations.NullMarked
package io.fairlead.chat;
