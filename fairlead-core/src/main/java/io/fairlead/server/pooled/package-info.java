/**
 * The model {@code pooled-virtual}: handlers and services on virtual threads that our own loops
 * carry.
 */
package io.fairlead.server.pooled;
