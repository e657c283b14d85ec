/** Tests of what {@code fairlead bench} reads and writes. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.bench;
