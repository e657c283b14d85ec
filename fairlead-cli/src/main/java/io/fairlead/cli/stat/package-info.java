/** {@code fairlead stat}: shows the sockets of this machine, in words or as JSON. */
package io.fairlead.cli.stat;
