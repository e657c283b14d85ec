/**
 * What servers and clients have from the machine they run on, beside its sockets: a clock, chance,
 * timers, the threads of loops, the addresses of names. A simulated machine gives the same.
 */
package io.fairlead.server.host;
