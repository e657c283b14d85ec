/** {@code fairlead doctor}: what this machine supports, and which limits are too low. */
package io.fairlead.cli.doctor;
