package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The units of systemd that the Debian package has. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SystemdUnitsTest {
    private static final Path SCRIPTS = Repository.root().resolve("scripts");
    private static final List<String> UNITS = List.of("fairlead.service", "fairlead.socket");

    /** What systemd-analyze(1) calls OK; a service without any of it has 9.6. */
    private static final String EXPOSURE_TENTHS = "20";

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** The units as they are, but with a program that is there. */
    private List<String> units() throws Exception {
        for (String unit : UNITS) {
            String text = Files.readString(SCRIPTS.resolve(unit));
            String here = text.replace("/usr/bin/fairlead", Programs.fairlead());
            Files.writeString(programs.file(unit), here);
        }
        return UNITS.stream().map(unit -> programs.file(unit).toString()).toList();
    }

    @Test
    void systemdUnderstandsThem() throws Exception {
        List<String> units = units();
        Outcome outcome =
                programs.client(
                                "systemd-analyze",
                                "verify",
                                "--man=no",
                                units.getFirst(),
                                units.getLast())
                        .run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).doesNotContain("Unknown", "Failed", "fairlead.");
    }

    @Test
    void theServiceHasNoMorePowerThanItNeeds() throws Exception {
        Outcome outcome =
                programs.client(
                                "systemd-analyze",
                                "security",
                                "--no-pager",
                                "--offline=true",
                                "--threshold=" + EXPOSURE_TENTHS,
                                units().getFirst())
                        .run();
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }

    /** What the service asks for is what its socket unit names. */
    @Test
    void theServiceServesTheSocketOfTheSocketUnit() throws Exception {
        String socket = Files.readString(SCRIPTS.resolve("fairlead.socket"));
        String name = socket.replaceAll("(?s).*FileDescriptorName=(\\w+).*", "$1");
        assertThat(Files.readString(SCRIPTS.resolve("fairlead.service")))
                .contains("SERVE=" + name + "=fd://" + name);
    }

    @Test
    void thePackageHasThem() throws Exception {
        Programs.requireInstalled("dpkg-deb");
        String make =
                """
                mkdir -p "$1/tree/bin" "$1/tree/lib" "$1/tree/runtime" "$1/tree/share/man/man1"
                touch "$1/tree/CHANGELOG.md" "$1/tree/LICENSE"
                "$2/dist-deb" "$1/tree" 1.0 && dpkg-deb --contents "$1"/*.deb &&
                    dpkg-deb --ctrl-tarfile "$1"/*.deb | tar -t
                """;
        Path folder = Files.createDirectory(programs.file("made"));
        Outcome outcome = programs.shell(make, folder.toString(), SCRIPTS.toString()).run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .contains("-rw-r--r-- root/root", "./usr/lib/systemd/system/fairlead.service")
                .contains("./usr/lib/systemd/system/fairlead.socket")
                .contains("./postinst", "./prerm");
    }
}
