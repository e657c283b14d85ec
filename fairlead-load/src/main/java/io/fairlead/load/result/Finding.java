package io.fairlead.load.result;

/**
 * Something that limits or explains the figures of a run.
 *
 * @param code a word for programs: generator-busy, local-ports, delayed-ack, listen-queue, behind
 * @param sentence what it is and, after a semicolon, what to do
 */
public record Finding(String code, String sentence) {}
