package io.fairlead.lab.experiment.address;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Calls on Unix-domain sockets, shown as the others of a {@link Side} are. Stateless. */
final class UnixCalls {
    private UnixCalls() {}

    /**
     * A name for a socket.
     *
     * @param address as the kernel gets it
     * @param shown as it stands in the calls that are shown
     */
    record Name(SockaddrUn address, String shown) {}

    static int bind(Side side, Fd fd, Name name) {
        int result = side.sockets().bind(fd.number(), new SockaddrStorage(name.address));
        return side.show("bind(%s, %s)".formatted(fd, name.shown), result);
    }

    static int connect(Side side, Fd fd, Name name) {
        int result = side.sockets().connect(fd.number(), new SockaddrStorage(name.address));
        return side.show("connect(%s, %s)".formatted(fd, name.shown), result);
    }

    static Fd accept(Side side, Fd listener, String named) {
        int cloexec = SocketConstants.SOCK_CLOEXEC;
        int number = side.sockets().accept4(listener.number(), cloexec);
        return side.opened("accept(%s)".formatted(listener), named, number);
    }

    /** sendmsg(2) of a byte with a descriptor beside it, SCM_RIGHTS. */
    static int sendDescriptor(Side side, Fd over, Fd sent) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(1);
            Msghdr message = new Msghdr(1, Cmsg.space(Integer.BYTES)).pieces(1);
            message.piece(0, bytes.address(), 1).control().clear().putRights(sent.number());
            int result =
                    new MessageCalls(new Posix())
                            .sendmsg(
                                    over.number(),
                                    message.toConnected(),
                                    SocketConstants.MSG_NOSIGNAL);
            return side.show("sendmsg(%s, {SCM_RIGHTS: %s})".formatted(over, sent), result);
        }
    }

    /** recvmsg(2) that gets a descriptor. */
    static Fd receiveDescriptor(Side side, Fd over, String named) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(1);
            Msghdr message = new Msghdr(1, Cmsg.space(Integer.BYTES)).pieces(1);
            message.piece(0, bytes.address(), 1);
            int flags = SocketConstants.MSG_CMSG_CLOEXEC;
            int result =
                    new MessageCalls(new Posix())
                            .recvmsg(over.number(), message.forReceiving(), flags);
            int number = result;
            message.received();
            if (result >= 0 && message.control().next()) {
                number = message.control().rights()[0];
            }
            String call = "recvmsg(%s, MSG_CMSG_CLOEXEC), SCM_RIGHTS".formatted(over);
            return side.opened(call, named, number);
        }
    }
}
