/** {@code fairlead stat}: what the sockets of this machine do, in words or as JSON. */
package io.fairlead.cli.stat;
