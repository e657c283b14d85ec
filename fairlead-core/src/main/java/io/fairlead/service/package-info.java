/**
 * The contracts: what to do with a frame, with a conversation, with a datagram, and within which
 * limits.
 *
 * <p>Pure: what is written against this room knows no sockets, threads or models.
 */
package io.fairlead.service;
