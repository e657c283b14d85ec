/**
 * The services that ship: echo, discard, daytime, chargen, time, upper, greet and ack.
 *
 * <p>{@link io.fairlead.services.Shipped} lists them with their ports, codecs and rules for UDP.
 */
package io.fairlead.services;
