package io.fairlead.lab.experiment;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.InetConstants;
import java.util.Locale;

/** setsockopt(2) of the options of tcp(7) that labs set. Stateless. */
public enum TcpOption {
    TCP_NODELAY(InetConstants.TCP_NODELAY),
    TCP_CORK(InetConstants.TCP_CORK),
    TCP_QUICKACK(InetConstants.TCP_QUICKACK),
    TCP_KEEPIDLE(InetConstants.TCP_KEEPIDLE),
    TCP_KEEPINTVL(InetConstants.TCP_KEEPINTVL),
    TCP_KEEPCNT(InetConstants.TCP_KEEPCNT),
    TCP_USER_TIMEOUT(InetConstants.TCP_USER_TIMEOUT);

    private final int number;

    TcpOption(int number) {
        this.number = number;
    }

    /** The call, shown. */
    public void set(Side side, Fd fd, int value) {
        show(side, fd, value, setUnshown(side, fd, value));
    }

    /** The call, to be shown when there is time. */
    public int setUnshown(Side side, Fd fd, int value) {
        return side.sockets().setsockopt(fd.number(), InetConstants.IPPROTO_TCP, number, value);
    }

    /** Shows a call that was made. */
    public void show(Side side, Fd fd, int value, int result) {
        side.show(
                String.format(
                        Locale.ROOT, "setsockopt(%s, IPPROTO_TCP, %s, %d)", fd, name(), value),
                result);
    }
}
