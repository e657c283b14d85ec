/** {@code commands}: runs what a file allows and nothing else, and never through a shell. */
package io.fairlead.exec.command;
