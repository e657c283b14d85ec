/**
 * {@code fairlead serve}: shipped services at endpoints, with a line for each thing that happens.
 */
package io.fairlead.cli.serve;
