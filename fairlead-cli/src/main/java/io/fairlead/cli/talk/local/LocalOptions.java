package io.fairlead.cli.talk.local;

import java.nio.charset.Charset;

/**
 * How this end reads and shows.
 *
 * @param look how bytes are shown
 * @param crlf whether lines are sent with CR LF
 * @param remember whether typed lines are kept
 * @param timestamps whether each line shown begins with the time
 * @param encoding of the peer's text
 * @param escape whether a key opens a menu
 * @param framed whether what is sent is messages, and not a stream of bytes
 */
public record LocalOptions(
        Look look,
        boolean crlf,
        boolean remember,
        boolean timestamps,
        Charset encoding,
        boolean escape,
        boolean framed) {}
