package io.fairlead.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.probe.Facility;
import io.fairlead.server.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of made-up machines, and how they are told. */
class DiagnosisTest {
    private static final String REFUSED =
            "io_uring_setup: EPERM, the container's seccomp profile forbids it";

    @TempDir private Path root;
    private Kernel kernel = new Kernel(Path.of("/"));

    @BeforeEach
    void machineWithEnoughOfAll() throws IOException {
        kernel = new Kernel(root);
        file(
                "proc/self/limits",
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96365                96365                processes
                Max open files            1048576              1048576              files
                Max locked memory         unlimited            unlimited            bytes
                """);
        file("proc/meminfo", "MemTotal:       24684084 kB\nMemFree:  1 kB\n");
        sysctl("kernel.threads-max", "192730");
        sysctl("kernel.pid_max", "4194304");
        sysctl("net.core.somaxconn", "4096");
        sysctl("net.core.rmem_max", "4194304");
        sysctl("net.ipv4.tcp_max_syn_backlog", "2048");
        sysctl("net.ipv4.ip_local_port_range", "32768\t60999");
        sysctl("net.ipv4.tcp_rmem", "4096\t131072\t6291456");
        sysctl("net.ipv4.tcp_wmem", "4096\t16384\t4194304");
        sysctl("net.ipv4.tcp_mem", "287898\t383867\t575796");
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void sysctl(String name, String content) throws IOException {
        file("proc/sys/" + name.replace('.', '/'), content + "\n");
    }

    private Diagnosis diagnosis(Facility... facilities) {
        Machine real = Machine.of(kernel);
        Machine machine =
                new Machine(
                        "Linux 6.1",
                        "amd64",
                        "25 (X)",
                        2,
                        real.memoryBytes(),
                        real.cgroupBytes(),
                        4L << 30);
        List<Choice> models =
                List.of(
                        Choice.of(Model.SELECTOR),
                        new Choice("io_uring", "epoll", "an event loop over io_uring", REFUSED));
        List<Limit> limits = Diagnosis.limits(kernel, machine);
        return new Diagnosis(machine, List.of(facilities), models, limits);
    }

    @Test
    void whereAllIsEnoughNothingIsAdvised() {
        assertThat(DiagnosisText.of(diagnosis()))
                .contains("open files                    1048576")
                .contains("locked memory                 no limit")
                .endsWith("\nNo limit is low.\n")
                .doesNotContain("(low)");
    }

    @Test
    void eachLowLimitIsASentenceWithItsRemedy() throws IOException {
        file("proc/self/limits", "Max open files   1024   4096   files\n");
        sysctl("net.core.somaxconn", "128");
        sysctl("net.ipv4.tcp_max_syn_backlog", "256");
        sysctl("net.ipv4.ip_local_port_range", "50000 50999");
        sysctl("net.core.rmem_max", "212992");
        sysctl("net.ipv4.tcp_wmem", "4096 16384 65536");
        sysctl("net.ipv4.tcp_mem", "1 2 3");
        sysctl("kernel.pid_max", "1000");
        assertThat(diagnosis().advice())
                .satisfiesExactly(
                        files -> assertThat(files).contains("about 924 conn", "ulimit -n 65536"),
                        threads -> assertThat(threads).startsWith("threads: too few"),
                        queue -> assertThat(queue).endsWith("sysctl -w net.core.somaxconn=4096"),
                        syn -> assertThat(syn).endsWith("net.ipv4.tcp_max_syn_backlog=4096"),
                        ports -> assertThat(ports).endsWith("ip_local_port_range='10000 65535'"),
                        udp -> assertThat(udp).endsWith("net.core.rmem_max=4194304"),
                        window ->
                                assertThat(window)
                                        .contains("64 KiB per round trip")
                                        .endsWith("net.ipv4.tcp_wmem='4096 16384 4194304'"),
                        memory -> assertThat(memory).contains("sysctl -w net.ipv4.tcp_mem="));
    }

    @Test
    void theNarrowestCgroupCounts() throws IOException {
        file("proc/self/cgroup", "0::/outer/inner\n");
        file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
        file("sys/fs/cgroup/outer/memory.max", "536870912\n");
        file("sys/fs/cgroup/outer/inner/pids.max", "64\n");
        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.machine().cgroupBytes()).isEqualTo(OptionalLong.of(536_870_912));
        assertThat(DiagnosisText.of(diagnosis))
                .contains("memory      23.5 GiB, of which this container may use 512 MiB\n")
                .containsPattern("threads +64 \\(low\\)");
    }

    @Test
    void versionOneOfCgroupsIsRead() throws IOException {
        file("proc/self/cgroup", "8:pids:/\n4:memory,cpu:/here\n0::/\n");
        file("sys/fs/cgroup/memory/here/memory.limit_in_bytes", "1073741824\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("sys/fs/cgroup/pids/pids.max", "max\n");
        assertThat(kernel.cgroup("memory", "memory.max", "memory.limit_in_bytes"))
                .isEqualTo(OptionalLong.of(1 << 30));
        assertThat(kernel.cgroup("pids", "pids.max", "pids.max")).isEmpty();
    }

    @Test
    void whatAnotherSystemDoesNotTellIsLeftOut() {
        kernel = new Kernel(root.resolve("nothing"));
        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.limits()).extracting(Limit::name).containsExactly("Java heap");
        assertThat(DiagnosisText.of(diagnosis)).doesNotContain("memory   ");
    }

    @Test
    void aRefusalIsToldWithWhatServesInstead() {
        Diagnosis diagnosis = diagnosis(new Facility("io_uring", "model io_uring", REFUSED));
        assertThat(DiagnosisText.of(diagnosis))
                .contains("  io_uring  no  " + REFUSED + "\n")
                .contains("  selector  runs      an event loop")
                .contains("  io_uring  -> epoll  " + REFUSED + "\n");
        assertThat(DiagnosisJson.of(diagnosis))
                .contains("{\"name\":\"io_uring\",\"works\":false")
                .contains("{\"model\":\"io_uring\",\"used\":\"epoll\",\"reason\":\"" + REFUSED)
                .contains("{\"model\":\"selector\",\"used\":\"selector\",\"reason\":null}")
                .contains("\"name\":\"locked memory\",\"value\":null")
                .hasLineCount(1)
                .endsWith("}\n");
    }
}
