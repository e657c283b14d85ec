package io.fairlead.net.given;

import static io.fairlead.posix.FileConstants.FD_CLOEXEC;
import static io.fairlead.posix.FileConstants.F_SETFD;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sockets that this process has been given, and for which endpoint each is: by who started it,
 * in {@code LISTEN_FDS} (sd_listen_fds(3)), and by a process before it, with {@link #add}.
 *
 * <p>Safe for any thread.
 */
public final class GivenSockets {
    /** The first of those that are given by number, SD_LISTEN_FDS_START. */
    private static final int FIRST = 3;

    private static final String PID = "LISTEN_PID";
    private static final String COUNT = "LISTEN_FDS";
    private static final String NAMES = "LISTEN_FDNAMES";

    private static final GivenSockets HERE = new GivenSockets(System.getenv(), FIRST);

    /** Of a process that replaces another: what names mean that the other was given. */
    public static final String CLAIMS = "FAIRLEAD_CLAIMS";

    /** Of a process that replaces another: where that one is. */
    public static final String REPLACES = "FAIRLEAD_REPLACES";

    private final Map<String, String> environment;
    private final GivenNames claims; // guarded by this
    private final Map<Integer, String> names = new HashMap<>(); // by descriptor; guarded by this

    /** In the order in which they are asked for: two servers may have port 0. Guarded by this. */
    private final Map<Endpoint, List<List<GivenSocket>>> added = new HashMap<>();

    /**
     * Takes note of what was given, which child processes do not get from now on.
     *
     * @param environment such as {@link System#getenv()}
     * @param first the descriptor of the first of them
     */
    GivenSockets(Map<String, String> environment, int first) {
        this.environment = environment;
        claims = new GivenNames(environment.getOrDefault(CLAIMS, ""));
        String count = environment.getOrDefault(COUNT, "");
        if (!isForThisProcess() || !count.matches("[1-9][0-9]{0,3}")) return;
        if (Posix.reason() != null) return;
        Descriptors descriptors = new Descriptors(new Posix());
        String[] given = environment.getOrDefault(NAMES, "").split(":", -1);
        for (int i = 0; i < Integer.parseInt(count); i++) {
            String name = i < given.length && !given[i].isEmpty() ? given[i] : "unknown";
            names.put(first + i, name);
            descriptors.fcntl(first + i, F_SETFD, FD_CLOEXEC);
        }
    }

    /** Those of this process. */
    public static GivenSockets here() {
        return HERE;
    }

    /** True if a variable tells what this process was given, and would mislead its children. */
    public static boolean isOwn(String variable) {
        return Set.of(PID, COUNT, NAMES, CLAIMS, REPLACES).contains(variable);
    }

    private boolean isForThisProcess() {
        String pid = environment.getOrDefault(PID, "");
        return pid.equals(Long.toString(ProcessHandle.current().pid()));
    }

    /**
     * Gives sockets to whoever serves {@code asked} next, after those that were given before:
     * several are those of one port, which share it.
     */
    public synchronized void add(Endpoint asked, List<GivenSocket> sockets) {
        added.computeIfAbsent(asked, _ -> new ArrayList<>()).add(List.copyOf(sockets));
    }

    /**
     * The sockets for an endpoint, all at one address; none if they have to be bound. They stay
     * here until they are closed.
     *
     * @throws NetException if it is an {@code fd://} one, and there is no such socket, or none that
     *     can be served: says why
     */
    public synchronized List<GivenSocket> find(Endpoint asked) throws NetException {
        List<GivenSocket> open =
                added.getOrDefault(asked, List.of()).stream()
                        .filter(group -> group.stream().anyMatch(GivenSocket::isOpen))
                        .findFirst()
                        .orElse(List.of());
        if (!open.isEmpty() || asked.scheme() != Endpoint.Scheme.FD) return open;
        String reason = Posix.reason();
        if (reason != null) {
            throw refusal(asked, "a socket that is given needs native calls, and " + reason);
        }
        List<Integer> numbers =
                names.entrySet().stream()
                        .filter(one -> one.getValue().equals(asked.given()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!numbers.isEmpty()) return named(asked, numbers);
        if (!asked.given().matches("0|[1-9][0-9]{0,8}")) throw refusal(asked, unknown());
        return List.of(GivenSocket.of(Integer.parseInt(asked.given()), asked));
    }

    /**
     * Has the sockets of an {@code fd://} endpoint wait for the server of the address that they are
     * bound to, for who has to know it before.
     *
     * @param certificate whether a listener of TCP is to speak TLS
     * @return that address, for which {@link #find} finds them; {@code asked} if it is no such
     *     endpoint
     * @throws NetException as {@link #find}, or if others wait for that address
     */
    public synchronized Endpoint claim(Endpoint asked, boolean certificate) throws NetException {
        if (asked.scheme() != Endpoint.Scheme.FD) return asked;
        Endpoint before = claims.take(asked);
        if (!before.equals(asked)) return before;
        List<GivenSocket> sockets = find(asked);
        Endpoint bound = bound(asked, sockets.getFirst(), certificate);
        if (added.containsKey(bound)) {
            throw refusal(
                    asked,
                    "it is at "
                            + bound
                            + ", and so is another one that is asked for; give a"
                            + " service each socket, or all of one port the same name");
        }
        add(bound, sockets);
        claims.add(asked, bound);
        return bound;
    }

    /**
     * What names have come to mean here, for {@link #CLAIMS} of a process that replaces this one.
     */
    public synchronized String claims() {
        return claims.text();
    }

    /**
     * Where the server of a socket is.
     *
     * @param asked the endpoint that it is given for
     * @param certificate whether there is one to show: then a listener of TCP that is asked for as
     *     {@code fd://} speaks TLS
     */
    public static Endpoint bound(Endpoint asked, GivenSocket socket, boolean certificate) {
        Endpoint bound = socket.endpoint();
        boolean tls =
                asked.scheme() == Endpoint.Scheme.FD
                        ? certificate && bound.scheme() == Endpoint.Scheme.TCP
                        : asked.scheme() == Endpoint.Scheme.TLS;
        if (!tls) return bound;
        String text = bound.toString();
        return Endpoint.parse("tls" + text.substring(text.indexOf(':')));
    }

    private static List<GivenSocket> named(Endpoint asked, List<Integer> numbers)
            throws NetException {
        List<GivenSocket> sockets = new ArrayList<>();
        for (int number : numbers) sockets.add(GivenSocket.of(number, asked));
        if (sockets.stream().map(GivenSocket::endpoint).distinct().count() == 1) return sockets;
        throw refusal(
                asked,
                "several sockets have that name: "
                        + sockets.stream()
                                .map(one -> "fd://" + one.fd() + " is " + one.endpoint())
                                .collect(Collectors.joining(", "))
                        + "; name one by its number, or give each a name (FileDescriptorName=)");
    }

    private String unknown() {
        if (!names.isEmpty()) {
            return "no socket has that name; those that are given: "
                    + names.keySet().stream()
                            .sorted()
                            .map(this::shown)
                            .collect(Collectors.joining(", "));
        }
        if (environment.getOrDefault(COUNT, "").isEmpty()) {
            return "no socket is given (LISTEN_FDS is not set); start this from a .socket unit, or"
                    + " with systemd-socket-activate --fdname=NAME";
        }
        return "the sockets that are given are for process "
                + environment.getOrDefault(PID, "?")
                + " (LISTEN_PID), and this is "
                + ProcessHandle.current().pid()
                + "; start it with exec";
    }

    private String shown(int number) {
        return "fd://" + number + " (" + names.get(number) + ")";
    }

    private static NetException refusal(Endpoint asked, String sentence) {
        return new NetException("take", asked, "EINVAL", sentence, null);
    }

    /**
     * The sockets of a server that has started are its own now: closes the descriptors that they
     * were given by.
     */
    public synchronized void taken(List<GivenSocket> sockets) {
        for (GivenSocket one : sockets) {
            names.remove(one.fd());
            one.close();
        }
    }

    /**
     * Closes those that nobody serves.
     *
     * @return what they were, for people
     */
    public synchronized List<String> closeUnused() {
        List<String> unused = names.keySet().stream().sorted().map(this::shown).toList();
        Descriptors descriptors = new Descriptors(new Posix());
        names.keySet().forEach(descriptors::close);
        names.clear();
        added.values().forEach(groups -> groups.forEach(one -> one.forEach(GivenSocket::close)));
        added.clear();
        return unused;
    }
}
