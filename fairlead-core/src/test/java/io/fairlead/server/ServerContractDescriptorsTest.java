package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Posix;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Out of descriptors (EMFILE) a server goes on: it waits, says so once, and accepts again. Runs in
 * a process of its own, which has 64 of them.
 */
@Timeout(120)
class ServerContractDescriptorsTest {
    private static final int DESCRIPTORS = 64;
    private static final Duration CROWDED = Duration.ofMillis(700);

    @TempDir private static Path folder = Path.of("");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> passed = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private @Nullable Process child;

    /** As it is installed: a class in a folder would need a descriptor to be loaded. */
    @BeforeAll
    static void pack() throws IOException {
        try (JarOutputStream packing = new JarOutputStream(Files.newOutputStream(jar()))) {
            for (Class<?> type : List.of(Server.class, CrowdedServer.class, Posix.class)) {
                packFolderOf(type, packing);
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        for (Wire wire : wires) wire.close();
        if (child == null) return;
        child.getOutputStream().close();
        if (!child.waitFor(60, TimeUnit.SECONDS)) child.destroyForcibly();
        assertThat(child.exitValue()).as("the server ended by itself: %s", lines).isZero();
    }

    @ParameterizedTest
    // The first has one client at a time; the others give the descriptors away: see below.
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ITERATIVE", "PROCESS", "PREFORK"})
    void moreClientsThanDescriptors(Model model) throws Exception {
        Process server = start(model);
        Endpoint endpoint =
                Endpoint.tcp("127.0.0.1", Integer.parseInt(await("port ").substring(5)));
        wires.add(Wire.connect(endpoint, 0));
        wires.getFirst().echo("before");
        for (int i = 0; i < DESCRIPTORS; i++) wires.add(Wire.connect(endpoint, 0));
        assertThat(await("failed ")).isEqualTo("failed EMFILE");

        long cpuNs = cpuWhileCrowdedNs(server);
        if (model != Model.POLLING) assertThat(cpuNs).isLessThan(CROWDED.toNanos() / 2);
        wires.getFirst().echo("those inside are served");
        assertThat(lines).as("it says so once").noneMatch(line -> line.startsWith("failed"));

        Wire last = wires.removeLast();
        for (Wire wire : wires) wire.close();
        last.echo("after");
        assertThat(await("recovered ")).isNotEqualTo("recovered 0");
    }

    /**
     * Where connections go to other processes, it is others who use them up. Not iterative: the
     * accept that waits has its descriptor already, as accept(2) takes one before it waits.
     */
    @ParameterizedTest
    @EnumSource(names = "PREFORK")
    void descriptorsThatTheServersProcessUsesItself(Model model) throws Exception {
        Process server = start(model);
        Endpoint endpoint =
                Endpoint.tcp("127.0.0.1", Integer.parseInt(await("port ").substring(5)));
        try (Wire before = Wire.connect(endpoint, 0)) {
            before.echo("before");
        }
        order(server, 's');
        while (!await("stats ").contains(" open=0,")) order(server, 's'); // and gives its own back
        order(server, 'f');
        assertThat(await("full ")).isNotEqualTo("full 0");
        wires.add(Wire.connect(endpoint, 0));
        wires.getFirst().sendFrame("waits");
        assertThat(await("failed ")).isEqualTo("failed EMFILE");
        assertThat(cpuWhileCrowdedNs(server)).isLessThan(CROWDED.toNanos() / 2);
        assertThat(lines).as("it says so once").noneMatch(line -> line.startsWith("failed"));
        order(server, 'e');
        assertThat(wires.getFirst().receiveText()).isEqualTo("waits");
        assertThat(await("recovered ")).isNotEqualTo("recovered 0");
    }

    private static void order(Process server, char order) throws IOException {
        server.getOutputStream().write(order);
        server.getOutputStream().flush();
    }

    private static long cpuWhileCrowdedNs(Process server) {
        long cpuBeforeNs = cpuNs(server);
        long startNs = System.nanoTime();
        Eventually.until("time to spin", () -> System.nanoTime() - startNs > CROWDED.toNanos());
        return cpuNs(server) - cpuBeforeNs;
    }

    private Process start(Model model) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new ArrayList<>(List.of("bash", "-c"));
        command.add("ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"$@\"");
        command.addAll(List.of(java, "-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.addAll(
                List.of(
                        jar() + ":" + placeOf(Posix.class), // which may be a jar already
                        CrowdedServer.class.getName(),
                        model.name()));
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        child = started;
        Thread.ofPlatform().daemon().start(() -> collect(started));
        return started;
    }

    private static Path jar() {
        return folder.resolve("crowded.jar");
    }

    private static void packFolderOf(Class<?> type, JarOutputStream packing) throws IOException {
        Path root = placeOf(type);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(found -> found.toString().endsWith(".class")).toList()) {
                pack(root.relativize(file).toString(), file, packing);
            }
        }
    }

    private static Path placeOf(Class<?> type) {
        return Path.of(
                URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static void pack(String name, Path file, JarOutputStream packing) throws IOException {
        if (name.equals("module-info.class")) return;
        try {
            packing.putNextEntry(new JarEntry(name));
            Files.copy(file, packing);
        } catch (ZipException e) {
            return; // both come from the same folder
        }
    }

    private void collect(Process process) {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /** The next line that begins so; others are passed over. */
    private String await(String beginning) throws InterruptedException {
        return Stream.generate(this::nextLine)
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private String nextLine() {
        try {
            String line = lines.poll(60, TimeUnit.SECONDS);
            if (line == null) throw new AssertionError("nothing follows after " + passed);
            passed.add(line);
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long cpuNs(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }
}
