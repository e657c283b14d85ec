/** {@code fairlead serve}: runs the services that ship, with a log line per event. */
package io.fairlead.cli.serve;
