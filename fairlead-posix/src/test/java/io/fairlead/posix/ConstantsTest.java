package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.diag.DiagConstants;
import io.fairlead.posix.network.Ifreq;
import io.fairlead.posix.network.Rtmsg;
import io.fairlead.posix.packet.BpfConstants;
import io.fairlead.posix.packet.PacketConstants;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.uring.IoUringConstants;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each public constant with a C name has the value that the headers of this machine give it. */
class ConstantsTest {
    static List<Arguments> classes() {
        return List.of(
                Arguments.of(Errno.class, List.of("errno.h")),
                Arguments.of(SocketConstants.class, List.of("sys/socket.h")),
                Arguments.of(
                        InetConstants.class,
                        List.of("netinet/in.h", "netinet/tcp.h", "netinet/udp.h")),
                Arguments.of(
                        DiagConstants.class,
                        List.of(
                                "linux/netlink.h",
                                "linux/sock_diag.h",
                                "linux/inet_diag.h",
                                "linux/unix_diag.h")),
                Arguments.of(IoUringConstants.class, List.of("linux/io_uring.h")),
                Arguments.of(BpfConstants.class, List.of("linux/filter.h")),
                Arguments.of(
                        PacketConstants.class,
                        List.of(
                                "sys/socket.h",
                                "linux/if_packet.h",
                                "linux/if_ether.h",
                                "net/if_arp.h")),
                Arguments.of(
                        ProcessConstants.class,
                        List.of("signal.h", "spawn.h", "sys/wait.h", "sys/resource.h")),
                Arguments.of(FileConstants.class, List.of("fcntl.h")),
                Arguments.of(Ifreq.class, List.of("sys/ioctl.h", "net/if.h")),
                Arguments.of(Rtmsg.class, List.of("linux/netlink.h", "linux/rtnetlink.h")),
                Arguments.of(Epoll.class, List.of("sys/epoll.h")),
                Arguments.of(Poll.class, List.of("poll.h")),
                Arguments.of(Eventfd.class, List.of("sys/eventfd.h")));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void constantsAreThoseOfTheHeaders(Class<?> type, List<String> headers, @TempDir Path folder)
            throws IOException {
        Map<String, Long> ours = constants(type);
        assertThat(ours).isNotEmpty();
        assertThat(new CProgram(folder).values(headers, List.copyOf(ours.keySet())))
                .isEqualTo(ours);
    }

    private static Map<String, Long> constants(Class<?> type) {
        Map<String, Long> constants = new LinkedHashMap<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                constants.put(field.getName(), value(field));
            }
        }
        return constants;
    }

    /** As C prints it: a flag in the sign bit is unsigned there. */
    private static Long value(Field field) {
        try {
            int value = field.getInt(null);
            return field.getName().startsWith("EPOLL") ? Integer.toUnsignedLong(value) : value;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
