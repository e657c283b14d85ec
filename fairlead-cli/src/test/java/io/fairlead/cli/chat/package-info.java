/** Tests of the parts of {@code fairlead connect}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.chat;
