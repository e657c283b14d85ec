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
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);
    private static final Set<Role> STREAMS = EnumSet.of(Role.ECHO, Role.UPPER, Role.FRAMES);
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

    /**
     * All peers.
     *
     * @param programs the folder of the compiled floors
     * @param command the fairlead command, for its start-up
     */
    static List<BenchPeer> all(Path programs, Path command) {
        Peers all = new Peers(programs);
        all.addFloors();
        for (String transport : List.of("nio", "epoll", "io_uring")) {
            all.java("netty-" + transport, NETTY, ALL, "NettyPeer", transport, "ROLE");
        }
        all.java("vertx", NETTY, ALL, "VertxPeer", "ROLE");
        all.java("mina", NATIVE, ALL, "MinaPeer", "ROLE");
        all.java("jdk-socket", List.of(), STREAMS, "JdkPeer", "socket", "ROLE");
        Set<Role> channelRoles = EnumSet.of(Role.ECHO, Role.UDP);
        all.java("jdk-channel", List.of(), channelRoles, "JdkPeer", "channel", "ROLE");
        for (Model model : Model.values()) all.addModel(model);
        List<String> serve = List.of(command.toString(), "serve", "echo=tcp://127.0.0.1:0");
        all.add("fairlead-command", serve, EnumSet.of(Role.ECHO), 1, "");
        return List.copyOf(all.peers);
    }

    private Peers(Path programs) {
        this.programs = programs;
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
        add(name, java(FAIRLEAD, "FairleadPeer", word, "service", "ROLE"), ALL, connectionsMax, "");
        if (!model.runsHandlers()) return;
        List<String> handler = java(FAIRLEAD, "FairleadPeer", word, "handler", "ROLE");
        add(name + "-handler", handler, STREAMS, connectionsMax, "blocking Handler");
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
