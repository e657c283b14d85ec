/** {@code fairlead explain}: what an error code, a state, an option or a term means. */
package io.fairlead.cli.explain;
