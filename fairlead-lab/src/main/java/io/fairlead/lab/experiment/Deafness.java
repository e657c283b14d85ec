package io.fairlead.lab.experiment;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.packet.BpfConstants;
import io.fairlead.posix.packet.SockFprog;
import java.util.List;

/**
 * A socket that hears nothing: a filter of socket(7), SO_ATTACH_FILTER, that drops each packet
 * before TCP sees it. It stands for a network that loses them, or for a machine that is gone. The
 * packets are on the wire all the same, so a ladder shows them as if they arrived. Stateless.
 */
public final class Deafness {
    private static final SockFprog DROP_ALL =
            new SockFprog(
                    List.of(
                            new SockFprog.Instruction(
                                    BpfConstants.BPF_RET | BpfConstants.BPF_K, 0, 0, 0)));

    private Deafness() {}

    /** setsockopt(2): from now on each packet to this socket is dropped. */
    public static int begin(Side side, Fd fd) {
        String call = "setsockopt(%s, SOL_SOCKET, SO_ATTACH_FILTER, {drop all})".formatted(fd);
        return side.show(call, DROP_ALL.attach(side.sockets(), fd.number()));
    }

    /** setsockopt(2): packets arrive again. */
    public static int end(Side side, Fd fd) {
        int option = SocketConstants.SO_DETACH_FILTER;
        int level = SocketConstants.SOL_SOCKET;
        String call = "setsockopt(%s, SOL_SOCKET, SO_DETACH_FILTER, 0)".formatted(fd);
        return side.show(call, side.sockets().setsockopt(fd.number(), level, option, 0));
    }
}
