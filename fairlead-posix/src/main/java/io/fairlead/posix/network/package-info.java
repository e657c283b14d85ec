/**
 * Changes interfaces and routes. For labs, which do so in a network namespace of their own: it
 * needs CAP_NET_ADMIN.
 */
package io.fairlead.posix.network;
