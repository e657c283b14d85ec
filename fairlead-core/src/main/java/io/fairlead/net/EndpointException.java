package io.fairlead.net;

import io.fairlead.net.text.Printable;

/** A text is not an endpoint; the message names the text, the fault, and what would be right. */
public final class EndpointException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * A sentence about one endpoint.
     *
     * @param text the endpoint as it was written
     * @param fault what is wrong with it, and what would be right
     */
    public EndpointException(String text, String fault) {
        super("endpoint \"" + Printable.of(text) + "\": " + fault);
    }
}
