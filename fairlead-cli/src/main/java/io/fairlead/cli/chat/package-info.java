/** {@code fairlead chat}: a person, or a pipe, in the rooms of {@code fairlead serve chat}. */
package io.fairlead.cli.chat;
