package io.fairlead.cli.stat;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Screen;
import io.fairlead.cli.Shell;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Snapshot;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, and shows what changed, until Ctrl-C. For one thread.
 *
 * <p>A terminal shows the whole listing anew each time. Into a pipe goes the listing once, and then
 * a line for each socket that was opened, changed or closed.
 */
final class Watch {
    private static final String HOME_AND_CLEAR = "\033[H\033[2J";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Shell shell;
    private final Look look;
    private final SocketFilter wanted;
    private final Listing.Style style;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<String, KernelSocket> before = new LinkedHashMap<>();
    private @Nullable Snapshot last;

    /** Takes a snapshot. */
    @FunctionalInterface
    interface Look {
        Snapshot take() throws Exception;
    }

    Watch(Shell shell, Look look, SocketFilter wanted, Listing.Style style) {
        this.shell = shell;
        this.look = look;
        this.wanted = wanted;
        this.style = style;
    }

    void run(Duration interval, boolean json) throws Exception {
        shell.signals().on("INT", stopped::countDown);
        shell.signals().on("TERM", stopped::countDown);
        SocketJson objects = new SocketJson(shell);
        do {
            Snapshot now = look.take();
            if (json) {
                objects(objects, now);
            } else if (shell.isTerminal(Shell.Stream.OUT) && !shell.isDumb()) {
                screen(now, interval);
            } else {
                pipe(now);
            }
            before = keyed(wanted.of(now));
            last = now;
        } while (!stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** What tells one socket from another; TIME_WAIT has another cookie than the connection had. */
    private static Map<String, KernelSocket> keyed(List<KernelSocket> sockets) {
        Map<String, KernelSocket> keyed = new LinkedHashMap<>();
        sockets.forEach(socket -> keyed.put(key(socket), socket));
        return keyed;
    }

    private static String key(KernelSocket socket) {
        boolean connects = socket.remote().inet() != null && !socket.isListening();
        String ends = socket.protocol() + " " + socket.local() + " " + socket.remote();
        long cookie = socket.identity().cookie();
        return connects ? ends : ends + " " + (cookie == 0 ? socket.identity().inode() : cookie);
    }

    private static boolean isSame(KernelSocket one, KernelSocket other) {
        return one.state() == other.state()
                && one.queues().equals(other.queues())
                && one.timer().tries() == other.timer().tries();
    }

    private Line.@Nullable Kind change(KernelSocket socket) {
        KernelSocket old = before.get(key(socket));
        if (last == null) return null;
        return old == null ? Line.Kind.NEW : isSame(old, socket) ? null : Line.Kind.CHANGED;
    }

    private List<KernelSocket> gone(Snapshot now) {
        Map<String, KernelSocket> there = keyed(wanted.of(now));
        return before.entrySet().stream()
                .filter(entry -> !there.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void screen(Snapshot now, Duration interval) throws OutputException {
        Screen size = Screen.of(shell);
        Listing.Style fitted = new Listing.Style(size.columns(), style.all(), style.info());
        List<Line> lines = new ArrayList<>();
        String clock = LocalTime.now(ZoneId.systemDefault()).format(CLOCK);
        String every = interval.toMillis() / 1000.0 + " s";
        lines.add(Line.plain(clock + ", every " + every + "; green is new; Ctrl-C ends"));
        for (Line line : Listing.of(now, wanted, fitted).lines()) lines.add(marked(line));
        lines.addAll(closed(now, fitted));
        shell.print(HOME_AND_CLEAR + Paint.of(shell).text(cut(lines, size.rows())));
    }

    private Line marked(Line line) {
        KernelSocket socket = line.socket();
        Line.Kind change = socket == null ? null : change(socket);
        return change == null ? line : line.as(change);
    }

    private List<Line> closed(Snapshot now, Listing.Style fitted) {
        Snapshot old = last;
        List<KernelSocket> gone = gone(now);
        if (old == null || gone.isEmpty()) return List.of();
        List<Line> lines = new ArrayList<>(List.of(Line.plain(""), Line.heading("Gone")));
        for (Line line : new SocketRows(old, fitted).connections(gone)) {
            lines.add(line.as(Line.Kind.GONE));
        }
        return lines;
    }

    /** What fits on the screen; a line may have several rows. */
    private static List<Line> cut(List<Line> lines, int rows) {
        int left = rows - 2;
        List<Line> shown = new ArrayList<>();
        for (Line line : lines) {
            left -= (int) line.text().chars().filter(c -> c == '\n').count() + 1;
            if (rows > 0 && left < 0) {
                int more = lines.size() - shown.size();
                shown.add(Line.plain(more + " more; a filter shows less"));
                return shown;
            }
            shown.add(line);
        }
        return shown;
    }

    private void pipe(Snapshot now) throws OutputException {
        if (last == null) {
            shell.print(Paint.of(shell).text(Listing.of(now, wanted, style).lines()));
            return;
        }
        StringBuilder text = new StringBuilder();
        SocketRows rows = new SocketRows(now, style);
        for (KernelSocket socket : wanted.of(now)) {
            Line.Kind change = change(socket);
            if (change != null) {
                String word = change == Line.Kind.NEW ? "opened " : "changed";
                text.append(row(word, rows, socket));
            }
        }
        SocketRows oldRows = new SocketRows(last, style);
        for (KernelSocket socket : gone(now)) text.append(row("closed ", oldRows, socket));
        if (!text.isEmpty()) shell.print(text.toString());
    }

    private static String row(String word, SocketRows rows, KernelSocket socket) {
        String clock = LocalTime.now(ZoneId.systemDefault()).format(CLOCK);
        String line = rows.connections(List.of(socket)).getFirst().text();
        return clock + " " + word + line + "\n";
    }

    private void objects(SocketJson json, Snapshot now) throws OutputException {
        if (last == null) {
            json.all(now, wanted);
            return;
        }
        for (KernelSocket socket : wanted.of(now)) {
            Line.Kind change = change(socket);
            if (change != null) {
                String event = change == Line.Kind.NEW ? "opened" : "changed";
                json.socket(event, socket, now.owners());
            }
        }
        Snapshot old = last;
        gone(now).forEach(socket -> json.socket("closed", socket, old.owners()));
        json.flush();
    }
}
