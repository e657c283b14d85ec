package io.fairlead.packet;

/**
 * Bytes that say nothing here.
 *
 * @param reason why, as a part of a sentence
 */
public record Undecoded(String reason) implements Transport {}
