package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Posix;
import io.fairlead.server.pooled.PooledThreads;
import io.fairlead.service.Handler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK offers works inside handlers of {@link Model#POOLED_VIRTUAL}, and without it. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class PooledVirtualJdkTest {
    @RegisterExtension final Rig rig = new Rig(new Place(Model.POOLED_VIRTUAL, Place.Net.TCP4));

    private void answers(String expected, Handler handler) throws Exception {
        Server server = rig.converse(handler);
        Wire first = rig.connect(server);
        Wire second = rig.connect(server);
        first.send("go\n");
        second.send("go\n");
        assertThat(first.receiveLine()).isEqualTo(expected);
        assertThat(second.receiveLine()).isEqualTo(expected);
    }

    @Test
    void sleep() throws Exception {
        answers(
                "slept",
                connection -> {
                    connection.readLine();
                    TimeUnit.MILLISECONDS.sleep(20);
                    connection.writeLine("slept");
                });
    }

    /** Each waits until the other has come: no thread holds the loop while it waits. */
    @Test
    void locksAndLatches() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        answers(
                "met",
                connection -> {
                    connection.readLine();
                    both.countDown();
                    both.await();
                    lock.lock();
                    try {
                        TimeUnit.MILLISECONDS.sleep(5);
                        connection.writeLine("met");
                        connection.flush();
                    } finally {
                        lock.unlock();
                    }
                });
    }

    @Test
    void monitors() throws Exception {
        Object monitor = new Object();
        int[] here = {0};
        answers(
                "notified",
                connection -> {
                    connection.readLine();
                    synchronized (monitor) {
                        here[0]++;
                        monitor.notifyAll();
                        while (here[0] < 2) monitor.wait();
                        TimeUnit.MILLISECONDS.sleep(5);
                        connection.writeLine("notified");
                        connection.flush();
                    }
                });
    }

    @Test
    void socketsOfTheJdk() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answering =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 2; i++) answerOne(upstream);
                            });
            answers(
                    "from upstream",
                    connection -> {
                        connection.readLine();
                        connection.writeLine(ask(upstream.getLocalPort()));
                    });
            answering.join();
        }
    }

    private static void answerOne(ServerSocket upstream) {
        try (Socket socket = upstream.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write("from upstream\n".getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write('?');
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                    .readLine();
        }
    }

    @Test
    void files(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("text");
        Files.writeString(file, "from a file");
        answers(
                "from a file",
                connection -> {
                    connection.readLine();
                    connection.writeLine(Files.readString(file));
                });
    }

    /** They are carried by the same loop, and may use the connection, one at a time. */
    @Test
    void virtualThreadsThatAHandlerStarts() throws Exception {
        answers(
                "from a thread of its own",
                connection -> {
                    Thread nested =
                            Thread.startVirtualThread(() -> {
                                try {
                                    connection.readLine();
                                    connection.writeLine("from a thread of its own");
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
                    nested.join();
                });
    }

    /** One that outlives its server goes on elsewhere. */
    @Test
    void aThreadThatOutlivesTheServer() throws Exception {
        CountDownLatch goOn = rig.latch();
        CountDownLatch wentOn = new CountDownLatch(1);
        Server server =
                rig.converse(connection -> {
                    Thread.startVirtualThread(() -> {
                        try {
                            goOn.await();
                            wentOn.countDown();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                    connection.writeLine("started");
                });
        Wire wire = rig.connect(server);
        assertThat(wire.receiveLine()).isEqualTo("started");
        wire.close();
        server.close();
        goOn.countDown();
        assertThat(wentOn.await(60, TimeUnit.SECONDS)).isTrue();
    }

    // ---- without it ----

    @Test
    void aJdkWithoutTheConstructorIsNamed() {
        assertThat(PooledThreads.reason("java.lang.ThreadBuilders$NoSuchBuilder"))
                .startsWith("Java ")
                .endsWith("does not let virtual threads have a scheduler");
        assertThat(PooledThreads.reason()).isNull();
    }

    private static final String PROGRAM =
            """
            import io.fairlead.server.*;
            import java.net.*;

            public class Fallback {
                public static void main(String[] args) throws Exception {
                    ServerObserver tells = new ServerObserver() {
                        public void onFallback(Model wanted, Model used, String reason) {
                            System.out.println(wanted + " " + used + ": " + reason);
                        }
                    };
                    try (Server server = Server.at("tcp://127.0.0.1:0")
                                    .model(Model.POOLED_VIRTUAL)
                                    .loops(2)
                                    .observer(tells)
                                    .converse(connection -> connection.write("served"));
                            Socket socket = new Socket("127.0.0.1", server.port())) {
                        System.out.println(new String(socket.getInputStream().readAllBytes()));
                    }
                }
            }
            """;

    @Test
    void withoutTheFlagItSaysSoAndIsVirtual(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("Fallback.java");
        Files.writeString(source, PROGRAM);
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                home(Server.class) + ":" + home(Posix.class),
                                source.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output = java.inputReader()) {
            assertThat(output.lines().toList())
                    .isEqualTo(
                            List.of(
                                    "POOLED_VIRTUAL VIRTUAL: start Java with"
                                            + " --add-opens java.base/java.lang=ALL-UNNAMED",
                                    "served"));
        } finally {
            java.destroyForcibly();
        }
    }

    private static Path home(Class<?> of) throws Exception {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
