/** {@code commands}: what a file allows is run, and nothing else; never by a shell. */
package io.fairlead.exec.command;
