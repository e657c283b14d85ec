/** {@code fairlead doctor}: what this machine can do, and which limits stand in the way. */
package io.fairlead.cli.doctor;
