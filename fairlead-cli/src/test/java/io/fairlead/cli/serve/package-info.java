/** Tests of the parts of {@code fairlead serve}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.serve;
