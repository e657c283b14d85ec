package io.fairlead.cli.lab;

import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Labs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The numbers that some labs can be run with; a test compares them with those of the labs. */
final class NumberOptions {
    private final Map<String, Integer> given = new HashMap<>();

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Of backlog (1) and syn-queue (2): how many connections may wait.")
    void backlog(int value) {
        given.put("backlog", value);
    }

    @Option(
            names = "--recv-bytes",
            paramLabel = "N",
            description = "Of sticky (4) and udp-truncation (5): the room that recv has.")
    void recvBytes(int value) {
        given.put("recv-bytes", value);
    }

    @Option(
            names = "--sndbuf",
            paramLabel = "N",
            description = "Of partial-send (32768): SO_SNDBUF of the sender, in bytes.")
    void sndbuf(int value) {
        given.put("sndbuf", value);
    }

    @Option(
            names = "--rcvbuf",
            paramLabel = "N",
            description = "Of window (32768): the buffers of both sides, in bytes.")
    void rcvbuf(int value) {
        given.put("rcvbuf", value);
    }

    @Option(
            names = "--datagrams",
            paramLabel = "N",
            description = "Of udp-loss (12): how many are sent.")
    void datagrams(int value) {
        given.put("datagrams", value);
    }

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "Of reuseport (40): how many connect.")
    void clients(int value) {
        given.put("clients", value);
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of polling (10000): how often the loop asks.")
    void rounds(int value) {
        given.put("rounds", value);
    }

    @Option(
            names = "--probes",
            paramLabel = "N",
            description = "Of keepalive (1): how often the kernel asks a peer that is gone.")
    void probes(int value) {
        given.put("probes", value);
    }

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Of linger (1): how long close may wait.")
    void seconds(int value) {
        given.put("seconds", value);
    }

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Of byte-order (7007): the port that the server wants.")
    void port(int value) {
        given.put("port", value);
    }

    /**
     * Those that were given, by name.
     *
     * @throws IllegalArgumentException if the lab does not have it, or not so large or small
     */
    Map<String, Integer> given(List<Lab> labs) {
        given.forEach((name, value) -> check(labs, name, value));
        return Map.copyOf(given);
    }

    private static void check(List<Lab> labs, String name, int value) {
        for (Lab lab : labs) {
            Optional<LabParameter> parameter = parameter(lab, name);
            if (parameter.isEmpty()) {
                throw new IllegalArgumentException(
                        "the lab %s has no --%s; these have: %s"
                                .formatted(lab.name(), name, having(name)));
            }
            parameter.get().check(value);
        }
    }

    private static Optional<LabParameter> parameter(Lab lab, String name) {
        return lab.parameters().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static String having(String name) {
        return Labs.ALL.stream()
                .filter(lab -> parameter(lab, name).isPresent())
                .map(Lab::name)
                .collect(Collectors.joining(", "));
    }
}
