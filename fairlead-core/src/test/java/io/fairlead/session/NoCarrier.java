package io.fairlead.session;

/** The socket's side of a session that has no socket: its test is the driver. */
class NoCarrier implements Carrier {
    @Override
    public SocketEnds socket() {
        return Nobody.NOBODY;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public int readBytesMax() {
        return 64 * 1024;
    }

    @Override
    public void wake() {
        // nobody waits
    }
}
