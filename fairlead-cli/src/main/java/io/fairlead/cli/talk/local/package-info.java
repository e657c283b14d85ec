/** The end of a talk that a person, or a pipe, is at: standard input and standard output. */
package io.fairlead.cli.talk.local;
