/** Tests of text on a command line and on a screen. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.text;
