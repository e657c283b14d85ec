/** Tests of the command, in one process with captured streams. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli;
