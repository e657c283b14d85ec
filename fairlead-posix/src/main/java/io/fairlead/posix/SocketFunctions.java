package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.libc.Libc;
import java.lang.invoke.MethodHandle;

/**
 * The functions that {@link SocketCalls} calls. To link one makes a dozen classes, which a short
 * command would wait for: so each group is linked when it is first used. Those of one shape share
 * what was made.
 */
final class SocketFunctions {
    private SocketFunctions() {}

    static final class Opening {
        static final MethodHandle SOCKET =
                Libc.call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Pairing {
        static final MethodHandle SOCKETPAIR =
                Libc.call("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    }

    static final class Naming {
        static final MethodHandle BIND = Libc.call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle CONNECT =
                Libc.call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Names {
        static final MethodHandle GETSOCKNAME =
                Libc.call("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle GETPEERNAME =
                Libc.call("getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class Ready {
        static final MethodHandle LISTEN = Libc.call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle SHUTDOWN = Libc.call("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Accepting {
        static final MethodHandle ACCEPT4 =
                Libc.call("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    }

    static final class Mark {
        static final MethodHandle SOCKATMARK = Libc.call("sockatmark", JAVA_INT, JAVA_INT);
    }

    static final class Options {
        static final MethodHandle GETSOCKOPT =
                Libc.call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SETSOCKOPT =
                Libc.call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Transfer {
        static final MethodHandle RECV =
                Libc.call("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
        static final MethodHandle SEND =
                Libc.call("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    }

    static final class Addressed {
        static final MethodHandle RECVFROM =
                Libc.call(
                        "recvfrom",
                        JAVA_LONG,
                        JAVA_INT,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS);
        static final MethodHandle SENDTO =
                Libc.call(
                        "sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS,
                        JAVA_INT);
    }
}
