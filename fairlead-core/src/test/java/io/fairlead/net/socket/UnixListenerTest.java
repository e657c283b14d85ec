package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.NetException.Kind;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixListenerTest {
    @TempDir private Path directory;
    private Path path = Path.of("");
    private Endpoint endpoint = Endpoint.parse("0");

    @BeforeEach
    void choosePath() {
        path = directory.resolve("x.sock");
        endpoint = Endpoint.unix(path);
    }

    @Test
    void servesWithAPrivateFileAndRemovesIt() throws Exception {
        try (Listener listener = Listener.open(endpoint)) {
            assertThat(listener.endpoint()).isEqualTo(endpoint);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            ListenerTest.assertServes(listener, endpoint);
        }
        assertThat(path).doesNotExist();
        Listener.open(endpoint).close();
    }

    @Test
    void replacesTheFileOfADeadServer() throws Exception {
        leaveStaleFile();
        try (Listener listener = Listener.open(endpoint)) {
            ListenerTest.assertServes(listener, endpoint);
        }
    }

    private void leaveStaleFile() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path)); // closing it leaves the file
        }
        assertThat(path).exists();
    }

    @Test
    void leavesALivingServerAlone() throws Exception {
        try (Listener listener = Listener.open(endpoint)) {
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Listener.open(endpoint))
                    .withMessageStartingWith(
                            "bind " + endpoint + ": EADDRINUSE: the path is already served")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
            listener.channel().accept().close(); // the test connection
            ListenerTest.assertServes(listener, endpoint);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheLivingServer() throws Exception {
        try (Listener listener = Listener.open(endpoint)) {
            assertThat(listener.channel().isOpen()).isTrue();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Listener.open(endpoint))
                    .withMessageContaining(
                            "already served by pid " + ProcessHandle.current().pid() + " (");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // macOS refuses when the queue is full
    void leavesABusyServerAlone() throws Exception {
        try (Listener listener = Listener.open(endpoint, 1)) {
            fillQueue();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Listener.open(endpoint))
                    .withMessageContaining("the path is already served");
            assertThat(listener.channel().isOpen()).isTrue();
            assertThat(path).exists();
        }
    }

    private void fillQueue() throws Exception {
        ConnectOptions soon = ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
        for (int i = 0; i < 10; i++) {
            try {
                Sockets.connect(endpoint, soon); // stays in the queue
            } catch (NetException full) {
                return;
            }
        }
    }

    @Test
    void leavesARegularFileAlone() throws Exception {
        Files.writeString(path, "precious");
        assertLeftAlone("a regular file exists there and is not replaced");
        assertThat(path).hasContent("precious");
    }

    @Test
    void leavesADirectoryAlone() throws Exception {
        Files.createDirectory(path);
        assertLeftAlone("a directory exists there and is not replaced");
        assertThat(path).isDirectory();
    }

    @Test
    void leavesASymbolicLinkAlone() throws Exception {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(path, target);
        assertLeftAlone("a symbolic link exists there and is not replaced");
        assertThat(path).isSymbolicLink();
        assertThat(target).doesNotExist();
    }

    @Test
    void leavesAPipeAlone() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        assertLeftAlone("a pipe or a device exists there and is not replaced");
        assertThat(path).exists();
    }

    private void assertLeftAlone(String reason) {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(endpoint))
                .withMessageContaining("EADDRINUSE: " + reason);
    }

    @Test
    void asksForTheDirectory() throws Exception {
        Endpoint deep = Endpoint.unix(directory.resolve("no/x.sock"));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(deep))
                .withMessageContaining("ENOENT: the directory " + directory + "/no does not exist");
        Files.writeString(directory.resolve("no"), "");
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(deep))
                .withMessageContaining("ENOTDIR: " + directory + "/no is not a directory");
    }

    @Test
    void doesNotRemoveWhatAnotherPutInItsPlace() throws Exception {
        Listener listener = Listener.open(endpoint);
        Files.delete(path);
        try (Listener successor = Listener.open(endpoint)) {
            listener.close();
            assertThat(path).exists();
            ListenerTest.assertServes(successor, endpoint);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void closesWithoutItsFile() throws Exception {
        Listener listener = Listener.open(endpoint);
        Files.delete(path);
        listener.close();
        assertThat(listener.channel().isOpen()).isFalse();
    }

    @Test
    void removesItsFileEvenIfTheChannelIsClosedAlready() throws Exception {
        Listener listener = Listener.open(endpoint);
        listener.channel().close(); // as an interrupt does to a thread in accept
        listener.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void saysThatAbstractNamesHaveToWait() {
        Endpoint name = Endpoint.parse("unix:@fairlead-test");
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(name))
                .withMessageStartingWith("bind unix:@fairlead-test: EOPNOTSUPP: java.nio has no");
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(name, ConnectOptions.DEFAULT))
                .withMessageStartingWith("connect unix:@fairlead-test: EOPNOTSUPP: ");
        assertThat(Path.of("@fairlead-test")).doesNotExist();
    }

    @Test
    void takesTheLongestPath() throws Exception {
        int room = 103 - directory.toString().length() - 1; // macOS has 103 bytes, Linux 107
        Endpoint longest = Endpoint.unix(directory.resolve("x".repeat(room)));
        try (Listener listener = Listener.open(longest)) {
            ListenerTest.assertServes(listener, longest);
        }
    }
}
