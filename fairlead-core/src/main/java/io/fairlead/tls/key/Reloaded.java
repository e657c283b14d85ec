package io.fairlead.tls.key;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a reload found.
 *
 * @param isNew whether it is other than before
 * @param identities what is served now
 */
public record Reloaded(boolean isNew, List<Identity> identities) {
    /** Subject, serial number and end of each, for a log. */
    @Override
    public String toString() {
        return identities.stream().map(Identity::toString).collect(Collectors.joining(", "));
    }
}
