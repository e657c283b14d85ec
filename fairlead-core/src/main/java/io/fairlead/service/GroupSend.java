package io.fairlead.service;

/**
 * What became of a frame that was sent to a {@link PeerGroup}.
 *
 * @param queued members for which it is queued
 * @param dropped members that were too slow: they do not get it
 * @param closed members that were about to leave, as their connection ends
 */
public record GroupSend(int queued, int dropped, int closed) {}
