/** The {@code fairlead} command: arguments in, exit code out. */
package io.fairlead.cli;
