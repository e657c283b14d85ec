package io.fairlead.bench.matrix;

import static io.fairlead.bench.matrix.BenchPeer.ANY_NUMBER;

import io.fairlead.bench.peer.Role;
import io.fairlead.server.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The peers there are: the one list of them. Fairlead's models come from {@link Model}. */
final class Peers {
    private static final Set<Role> NETTY_ROLES =
            EnumSet.complementOf(EnumSet.of(Role.CLIENTS, Role.TLS));
    private static final Set<Role> SERVED =
            EnumSet.complementOf(EnumSet.of(Role.RELAY, Role.RESP, Role.CLIENTS, Role.TLS));
    private static final Set<Role> STREAMS = EnumSet.of(Role.ECHO, Role.UPPER, Role.FRAMES);

    /** Models that connect from their loops. */
    private static final Set<Model> LOOPS =
            EnumSet.of(Model.SELECTOR, Model.POLLING, Model.EPOLL, Model.IO_URING);

    /** Two descriptors for each connection have to fit a limit of 20,000. */
    private static final int PROXIED_MAX = 4_000;

    private static final List<String> NATIVE = List.of("--enable-native-access=ALL-UNNAMED");

    /** As Netty's wiki asks for on Java 24 and newer; and without its search for leaks. */
    private static final List<String> NETTY =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=disabled");

    private static final List<String> FAIRLEAD =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private final List<BenchPeer> peers = new ArrayList<>();
    private final Path programs;
    private final String certificates;

    /**
     * All peers.
     *
     * @param home the checkout
     * @param programs the folder of the compiled floors
     * @param command the fairlead command, for its start-up
     */
    static List<BenchPeer> all(Path home, Path programs, Path command) {
        Peers all = new Peers(programs);
        all.addFloors();
        for (String transport : List.of("nio", "epoll", "io_uring")) {
            all.java(
                    "netty-" + transport,
                    NETTY,
                    NETTY_ROLES,
                    "NettyPeer",
                    transport,
                    "ROLE",
                    "ORIGIN");
        }
        for (String engine : List.of("jdk", "tcnative")) {
            all.java(
                    "netty-epoll-" + engine,
                    NETTY,
                    EnumSet.of(Role.TLS),
                    "NettyPeer",
                    "epoll",
                    "ROLE",
                    all.certificates,
                    engine);
        }
        all.java("vertx", NETTY, SERVED, "VertxPeer", "ROLE");
        all.java("mina", NATIVE, SERVED, "MinaPeer", "ROLE");
        all.java("jdk-socket", List.of(), STREAMS, "JdkPeer", "socket", "ROLE");
        Set<Role> channelRoles = EnumSet.of(Role.ECHO, Role.UDP);
        all.java("jdk-channel", List.of(), channelRoles, "JdkPeer", "channel", "ROLE");
        for (Model model : Model.values()) all.addModel(model);
        all.addExample(home);
        all.addOthers(home);
        List<String> serve = List.of(command.toString(), "serve", "echo=tcp://127.0.0.1:0");
        all.add("fairlead-command", serve, EnumSet.of(Role.ECHO), 1, "");
        return List.copyOf(all.peers);
    }

    private Peers(Path programs) {
        this.programs = programs;
        certificates = Programs.certificates(programs).toString();
    }

    private void addFloors() {
        Set<Role> loops = EnumSet.of(Role.ECHO, Role.UPPER, Role.FRAMES, Role.FANOUT);
        floor("floor-epoll", loops);
        floor("floor-uring", EnumSet.of(Role.ECHO));
        floor("floor-udp", EnumSet.of(Role.UDP));
    }

    private void floor(String name, Set<Role> roles) {
        String program = programs.resolve(name.replace('-', '_')).toString();
        add(name, List.of(program, "ROLE"), roles, ANY_NUMBER, "C");
    }

    private void addModel(Model model) {
        String word = model.word();
        int connectionsMax = connectionsMax(word);
        String name = "fairlead-" + word;
        Set<Role> roles =
                LOOPS.contains(model) ? EnumSet.of(Role.RELAY) : EnumSet.noneOf(Role.class);
        roles.addAll(SERVED);
        roles.add(Role.TLS);
        List<String> service =
                java(FAIRLEAD, "FairleadPeer", word, "service", "ROLE", "ORIGIN", certificates);
        add(name, service, roles, connectionsMax, "");
        if (LOOPS.contains(model)) {
            List<String> clients = java(FAIRLEAD, "StormPeer", word);
            add("fairlead-clients-" + word, clients, EnumSet.of(Role.CLIENTS), ANY_NUMBER, "");
        }
        if (!model.runsHandlers()) return;
        List<String> handler = java(FAIRLEAD, "FairleadPeer", word, "handler", "ROLE");
        add(name + "-handler", handler, STREAMS, connectionsMax, "blocking Handler");
    }

    /** The small Redis of the documents, as its own file starts it. */
    private void addExample(Path home) {
        List<String> command = new ArrayList<>(java(FAIRLEAD, ""));
        command.removeLast();
        command.add(home.resolve("docs/examples/resp/RespServer.java").toString());
        command.add("tcp://127.0.0.1:0");
        add("fairlead-example", command, EnumSet.of(Role.RESP), ANY_NUMBER, "epoll");
    }

    /** Servers that are programs of others; what is not installed refuses, and says so. */
    private void addOthers(Path home) {
        String script = home.resolve("fairlead-bench/src/main/sh/peer.sh").toString();
        for (String name : List.of("haproxy", "nginx", "socat")) {
            List<String> command = List.of(script, name, "PORT", "ORIGIN");
            add(name, command, EnumSet.of(Role.RELAY), ANY_NUMBER, "");
            if (name.equals("socat")) continue;
            List<String> tls = List.of(script, name + "-tls", "PORT", "ORIGIN", certificates);
            add(name + "-tls", tls, EnumSet.of(Role.TLS), PROXIED_MAX, "before a plain echo in C");
        }
        add("redis", List.of(script, "redis", "PORT", "0"), EnumSet.of(Role.RESP), ANY_NUMBER, "");
    }

    /** What a model is for: a thread or a process each is no way to hold ten thousand. */
    private static int connectionsMax(String model) {
        return switch (model) {
            case "iterative" -> 1;
            case "process" -> 64;
            case "thread", "pool", "polling", "prefork" -> 1_000;
            default -> ANY_NUMBER;
        };
    }

    private void java(
            String name, List<String> flags, Set<Role> roles, String main, String... arguments) {
        add(name, java(flags, main, arguments), roles, ANY_NUMBER, "");
    }

    private void add(
            String name, List<String> command, Set<Role> roles, int connectionsMax, String remark) {
        peers.add(new BenchPeer(name, command, roles, connectionsMax, remark));
    }

    private static List<String> java(List<String> flags, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.fairlead.bench.peer." + main);
        command.addAll(List.of(arguments));
        return command;
    }
}
