/** {@code fairlead relay}. */
package io.fairlead.cli.relay;
