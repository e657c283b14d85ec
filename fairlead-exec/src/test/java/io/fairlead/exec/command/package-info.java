/** Tests of commands. */
@org.jspecify.annotations.NullMarked
package io.fairlead.exec.command;
