/** Runs of labs that are made for a test. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.lab;
