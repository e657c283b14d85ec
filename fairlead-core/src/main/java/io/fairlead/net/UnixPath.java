package io.fairlead.net;

import io.fairlead.net.Endpoint.Scheme;
import java.nio.charset.StandardCharsets;

/** The rules for the path of a Unix-domain socket (unix(7), {@code sockaddr_un.sun_path}). */
final class UnixPath {
    /** {@code sun_path} is 108 bytes on Linux, and a NUL ends the path. */
    private static final int PATH_BYTES_MAX = 107;

    private UnixPath() {}

    /** Checks {@code path}; {@code text} is the whole endpoint, for the message. */
    static Endpoint endpoint(String text, String path) {
        if (path.isEmpty() || path.equals("@")) {
            throw new EndpointException(text, "the path is empty; write unix:///run/x.sock");
        }
        if (path.indexOf('\0') >= 0) {
            throw new EndpointException(text, "the path contains a NUL character; remove it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw new EndpointException(text, "the path has no UTF-8 form: half a surrogate pair");
        }
        if (path.endsWith("/")) {
            throw new EndpointException(text, "the path names a directory; add the file's name");
        }
        // An abstract name has a NUL in the place of its @, and none at its end.
        int bytes = path.getBytes(StandardCharsets.UTF_8).length - (path.startsWith("@") ? 1 : 0);
        if (bytes > PATH_BYTES_MAX) {
            throw new EndpointException(
                    text, "the path has " + bytes + " bytes; the limit is 107: use a shorter one");
        }
        return new Endpoint(Scheme.UNIX, path, -1, null);
    }
}
