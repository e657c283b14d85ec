/** What {@code fairlead doctor} says of machines that are not this one. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.doctor;
