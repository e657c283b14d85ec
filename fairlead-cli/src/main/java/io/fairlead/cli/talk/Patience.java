package io.fairlead.cli.talk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one direction may be silent after the other has ended.
 *
 * @param afterInput for the peer, after the end of our input; null is without limit
 * @param afterPeer for our input, after the peer's end
 */
public record Patience(@Nullable Duration afterInput, Duration afterPeer) {}
