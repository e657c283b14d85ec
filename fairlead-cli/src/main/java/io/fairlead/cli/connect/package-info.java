/** {@code fairlead connect}: moves bytes between a person or a pipe and a server. */
package io.fairlead.cli.connect;
