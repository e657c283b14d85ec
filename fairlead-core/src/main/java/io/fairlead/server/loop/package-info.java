/**
 * The models in which one thread serves all connections of a loop: {@code selector}, {@code
 * polling}, {@code epoll}, {@code io_uring}. They share {@code LoopEngine} and differ in their
 * {@code Readiness}: how they learn which sockets are ready.
 */
package io.fairlead.server.loop;
