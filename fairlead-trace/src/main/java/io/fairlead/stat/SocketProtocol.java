package io.fairlead.stat;

/** What a socket speaks. */
public enum SocketProtocol {
    TCP("tcp", "stream"),
    UDP("udp", "datagram"),
    UNIX_STREAM("unix", "stream"),
    UNIX_DATAGRAM("unix", "datagram"),
    UNIX_SEQPACKET("unix", "seqpacket");

    private final String scheme;
    private final String kind;

    SocketProtocol(String scheme, String kind) {
        this.scheme = scheme;
        this.kind = kind;
    }

    /** The word that its endpoints begin with: {@code tcp}, {@code udp} or {@code unix}. */
    public String scheme() {
        return scheme;
    }

    /** {@code stream}, {@code datagram} or {@code seqpacket}. */
    public String kind() {
        return kind;
    }

    /** Whether it stays on this machine, unix(7). */
    public boolean isUnix() {
        return scheme.equals("unix");
    }
}
