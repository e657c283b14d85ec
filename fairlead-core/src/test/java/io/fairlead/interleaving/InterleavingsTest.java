package io.fairlead.interleaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Posix;
import io.fairlead.server.Effort;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * In a JVM of its own, on the class path: Lincheck rewrites the classes that it runs, and does not
 * know modules.
 */
@Timeout(600)
class InterleavingsTest {
    private static final int ORDERS = Effort.of(400, 10_000);

    @Test
    void noOrderOfTheirStepsLosesWhatThreadsLeaveEachOther() throws Exception {
        check(
                "connection.QueuedFramesMeeting:push:push",
                "server.blocking.OwnerMeeting:turn:queue",
                "session.OutboxMeeting:send:one,two",
                "server.datagram.SerialExecutorMeeting:add:enter,add",
                "frame.SlabMeeting:borrow,borrow:borrowTwo");
    }

    @Test
    void noOrderOfTheirStepsLetsALoopSleepOn() throws Exception {
        assumeTrue(Posix.reason() == null, Posix::reason);
        check(
                "server.site.WakerMeeting:turn:ask,ask,ask",
                "server.pooled.PooledMailMeeting:turn,turn:post:post");
    }

    private static void check(String... meetings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
        command.addAll(List.of("-XX:+EnableDynamicAgentLoading"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", classPath(), Interleavings.class.getName()));
        command.add(Integer.toString(ORDERS));
        command.addAll(List.of(meetings));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(new String(said, StandardCharsets.UTF_8)).isZero();
    }

    private static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path");
        return String.join(File.pathSeparator, "target/test-classes", modules, classes);
    }
}
