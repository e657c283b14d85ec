package io.fairlead.cli.stat;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.SocketState;
import java.util.ArrayList;
import java.util.List;

/** Where to read on, and which lab shows it, when many sockets are in a telling state. */
final class Pointers {
    private static final int MANY = 5;

    /** One for each connection that this side closed is normal. */
    private static final int MANY_TIME_WAIT = 200;

    private Pointers() {}

    static List<Line> of(List<KernelSocket> sockets) {
        List<Line> lines = new ArrayList<>();
        if (sockets.stream().anyMatch(Pointers::isFull)) add(lines, "backlog", "backlog");
        long closeWait = count(sockets, SocketState.CLOSE_WAIT);
        if (closeWait >= MANY) add(lines, "CLOSE_WAIT", "close");
        if (count(sockets, SocketState.SYN_RECV) >= MANY) add(lines, "SYN_RECV", "syn-queue");
        if (count(sockets, SocketState.SYN_SENT) >= MANY) add(lines, "SYN_SENT", "backlog");
        if (closeWait < MANY && count(sockets, SocketState.FIN_WAIT2) >= MANY) {
            add(lines, "FIN_WAIT2", "close");
        }
        if (count(sockets, SocketState.TIME_WAIT) >= MANY_TIME_WAIT) {
            add(lines, "TIME_WAIT", "time-wait");
        }
        return lines;
    }

    private static void add(List<Line> lines, String word, String lab) {
        if (lines.isEmpty()) lines.add(Line.plain(""));
        lines.add(Line.plain("More: fairlead explain %s; fairlead lab %s".formatted(word, lab)));
    }

    private static boolean isFull(KernelSocket socket) {
        long waiting = socket.queues().receive();
        long room = socket.queues().send();
        return socket.state() == SocketState.LISTEN && room >= 0 && waiting > 0 && waiting >= room;
    }

    private static long count(List<KernelSocket> sockets, SocketState state) {
        return sockets.stream().filter(socket -> socket.state() == state).count();
    }
}
