/** {@code fairlead trace}: what really goes over the wire. */
package io.fairlead.cli.trace;
