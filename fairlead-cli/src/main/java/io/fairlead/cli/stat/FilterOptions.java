package io.fairlead.cli.stat;

import io.fairlead.cli.ListeningPorts;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options that say which sockets are shown. Those of one name mean "or", several mean "and".
 */
final class FilterOptions {
    private static final int PORT_MAX = 65_535;

    @Parameters(
            paramLabel = "ENDPOINT",
            completionCandidates = ListeningPorts.class,
            description =
                    "Only sockets with this at either end: PORT, HOST:PORT, tcp://HOST:PORT,"
                            + " udp://:PORT, unix:///PATH, unix:@NAME, or a network such as"
                            + " 10.0.0.0/8.")
    private List<String> endpoints = new ArrayList<>();

    @Option(
            names = {"-t", "--tcp"},
            description = "Only TCP.")
    private boolean tcp;

    @Option(
            names = {"-u", "--udp"},
            description = "Only UDP.")
    private boolean udp;

    @Option(
            names = {"-x", "--unix"},
            description = "Only Unix-domain sockets.")
    private boolean unix;

    @Option(
            names = {"-l", "--listening"},
            description = "Only listeners.")
    private boolean listening;

    @Option(
            names = {"-s", "--state"},
            split = ",",
            paramLabel = "STATE",
            description = "Only in these states: listen, established, time-wait ...")
    private List<SocketState> states = new ArrayList<>();

    @Option(
            names = {"-p", "--port"},
            split = ",",
            paramLabel = "PORT",
            description = "Only with these ports, at either end.")
    private List<Integer> ports = new ArrayList<>();

    @Option(
            names = "--not",
            split = ",",
            paramLabel = "WHAT",
            description = "No sockets with this: an ENDPOINT or network at either end, or a STATE.")
    private List<String> unwanted = new ArrayList<>();

    @Option(
            names = "--pid",
            split = ",",
            paramLabel = "PID",
            description = "Only sockets of these processes.")
    private List<Long> pids = new ArrayList<>();

    @Option(
            names = "--program",
            split = ",",
            paramLabel = "NAME",
            description = "Only sockets of programs of these names, such as java.")
    private List<String> programs = new ArrayList<>();

    /** As {@code -l} does. */
    void listeningOnly() {
        listening = true;
    }

    /**
     * The filter that was asked for.
     *
     * @throws IllegalArgumentException for what is no endpoint or port
     * @throws IOException if a host name has no address
     */
    SocketFilter filter() throws IOException {
        Set<String> schemes = new LinkedHashSet<>();
        if (tcp) schemes.add("tcp");
        if (udp) schemes.add("udp");
        if (unix) schemes.add("unix");
        List<Place> places = new ArrayList<>();
        for (String endpoint : endpoints) places.add(Place.parse(endpoint));
        for (int port : ports) {
            if (port < 1 || port > PORT_MAX) {
                throw new IllegalArgumentException("--port must be from 1 to 65535, not " + port);
            }
        }
        return new SocketFilter(
                schemes, listening, states, ports, pids, programs, places, unwanted());
    }

    private Unwanted unwanted() throws IOException {
        List<Place> places = new ArrayList<>();
        List<SocketState> states = new ArrayList<>();
        for (String what : unwanted) {
            Optional<SocketState> state = state(what);
            if (state.isPresent()) states.add(state.get());
            else places.add(Place.parse(what));
        }
        return new Unwanted(places, states);
    }

    private static Optional<SocketState> state(String word) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(SocketState.values()).filter(one -> one.name().equals(name)).findFirst();
    }
}
