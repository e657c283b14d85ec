/** {@code fairlead explain}: what an error code, a state or a flag means. */
package io.fairlead.cli.explain;
