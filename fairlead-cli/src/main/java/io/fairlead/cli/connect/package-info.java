/** {@code fairlead connect}: bytes between a person, or a pipe, and one peer. */
package io.fairlead.cli.connect;
