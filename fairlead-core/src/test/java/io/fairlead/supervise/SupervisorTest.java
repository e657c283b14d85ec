package io.fairlead.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Datagrams;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each datagram that a supervisor gets is one that sd_notify(3) describes. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SupervisorTest {
    private static final String PID = String.valueOf(ProcessHandle.current().pid());

    @TempDir Path folder;

    private Endpoint place() {
        return Endpoint.unix(folder.resolve("notify"));
    }

    private Map<String, String> environment(String... more) {
        Map<String, String> all = new HashMap<>();
        all.put("NOTIFY_SOCKET", folder.resolve("notify").toString());
        for (int i = 0; i < more.length; i += 2) all.put(more[i], more[i + 1]);
        return all;
    }

    private static String next(Datagrams receiver) throws NetException {
        return receiver.receive(Duration.ofSeconds(30)).payload().text();
    }

    @Test
    void itIsToldOfTheWholeLifeOfAServer() throws Exception {
        try (Datagrams receiver = Datagrams.bind(place().toString());
                Supervisor supervisor = Supervisor.of(environment())) {
            assertThat(supervisor.isThere()).isTrue();
            supervisor.ready("serves\ntwo lines");
            assertThat(next(receiver))
                    .isEqualTo("READY=1\nMAINPID=" + PID + "\nSTATUS=serves two lines");
            long before = System.nanoTime() / 1_000;
            supervisor.reloading();
            String reloading = next(receiver);
            assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            long told = Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1));
            assertThat(told).isBetween(before, System.nanoTime() / 1_000);
            supervisor.stopping(Duration.ofSeconds(10));
            assertThat(next(receiver)).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=11000000");
        }
    }

    @Test
    void whoWasReplacedNamesTheOtherAndSaysNoMore() throws Exception {
        try (Datagrams receiver = Datagrams.bind(place().toString());
                Supervisor supervisor = Supervisor.of(environment());
                Supervisor next = Supervisor.of(environment())) {
            supervisor.replacedBy(4711);
            assertThat(next(receiver)).isEqualTo("MAINPID=4711");
            supervisor.stopping(Duration.ofSeconds(10));
            next.reloading();
            assertThat(next(receiver)).startsWith("RELOADING=1");
        }
    }

    @Test
    void aSignOfLifeComesOnlyWhileTheLoopsGoOn() throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        Map<String, String> environment = environment("WATCHDOG_USEC", "2000", "WATCHDOG_PID", PID);
        try (Datagrams receiver = Datagrams.bind(place().toString());
                Supervisor supervisor =
                        Supervisor.of(
                                environment,
                                () -> {
                                    asked.incrementAndGet();
                                    return goesOn.get();
                                })) {
            supervisor.watch(() -> goesOn.get() ? "well" : "stuck");
            assertThat(next(receiver)).isEqualTo("WATCHDOG=1");
            assertThat(next(receiver)).isEqualTo("STATUS=well");
            assertThat(next(receiver)).isEqualTo("WATCHDOG=1");
            goesOn.set(false);
            String last = next(receiver);
            while (last.equals("WATCHDOG=1")) last = next(receiver);
            assertThat(last).isEqualTo("STATUS=stuck");
            int before = asked.get();
            while (asked.get() < before + 5) Thread.onSpinWait();
            goesOn.set(true);
            String again = next(receiver);
            if (again.equals("STATUS=well")) again = next(receiver); // as it was about to be told
            assertThat(again).isEqualTo("WATCHDOG=1");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "'', 0", "'', x", "'', -5"})
    void noSignOfLifeIsGivenWhereNoneIsAsked(String pid, String micros) throws Exception {
        Map<String, String> environment = environment("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        try (Datagrams receiver = Datagrams.bind(place().toString());
                Supervisor supervisor = Supervisor.of(environment)) {
            supervisor.watch(() -> "well");
            assertThat(next(receiver)).isEqualTo("STATUS=well");
        }
    }

    @Test
    void theAbstractNamespaceWorksToo() throws Exception {
        String name = "@fairlead-notify-" + PID + "-" + System.nanoTime();
        try (Datagrams receiver = Datagrams.bind("unix:" + name);
                Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", name))) {
            supervisor.ready("serves");
            assertThat(next(receiver)).startsWith("READY=1\n");
        }
    }

    @Test
    void nobodyIsToldWhereNobodyListens() throws Exception {
        try (Supervisor none = Supervisor.of(Map.of())) {
            assertThat(none.isThere()).isFalse();
            none.ready("serves");
            none.watch(() -> "never asked");
            none.reloading();
            none.stopping(Duration.ofSeconds(10));
        }
        for (String place : new String[] {folder.resolve("gone").toString(), "relative", "/"}) {
            try (Supervisor gone = Supervisor.of(Map.of("NOTIFY_SOCKET", place))) {
                assertThat(gone.isThere()).isFalse();
            }
        }
    }

    @Test
    void oneThatGoesAwayHarmsNobody() throws Exception {
        Datagrams receiver = Datagrams.bind(place().toString());
        try (Supervisor supervisor = Supervisor.of(environment())) {
            receiver.close();
            supervisor.ready("serves");
            supervisor.ready("serves still");
        }
    }
}
