package io.fairlead.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens to one of the two, somebody serves. */
@Timeout(120)
class HandoverFailuresTest extends Handovers {
    @Test
    void aNewOneThatEndsBeforeItIsReadyChangesNothing() throws Exception {
        Handover first = begin(false);
        Server old = serve(Endpoint.parse("tcp://127.0.0.1:0"), Model.EPOLL);
        first.ready(List.of(old));
        CompletableFuture<List<Message>> heard = restart();
        started.take().destroy();
        assertThat(words(heard)).containsExactly("started", "failed");
        assertThat(heard.join().getLast().get("reason")).contains("(status 143)");
        assertThat(first.replaced()).isNotDone();
        assertThat(echo(old.port())).isEqualTo("hello\n");

        CompletableFuture<List<Message>> again = restart();
        started.take();
        try (ControlLink link =
                ControlLink.connect(control())) { // and now it dies with the sockets
            link.send(Message.of(Message.HELLO).with("version", 7).with("colour", "blue"));
            while (!Objects.requireNonNull(link.receive(DRAIN)).is(Message.ALL)) {}
        }
        assertThat(again.join().getLast().get("reason")).contains("ended before it was ready");
        replace(first, old, Model.EPOLL);
    }

    @Test
    void anOldOneThatDiesLeavesTheNewOneServing() throws Exception {
        ControlListener dying = ControlListener.open(control());
        CompletableFuture<ControlLink> accepted = beside(() -> accept(dying));
        CompletableFuture<Handover> begun = beside(() -> beginUnchecked());
        accepted.join().close(); // before it has handed over anything
        dying.keepFile();
        dying.end();
        Handover next = begun.join();
        assertThat(next.predecessor()).isZero();
        Server server = serve(Endpoint.parse("tcp://127.0.0.1:0"), Model.EPOLL);
        next.ready(List.of(server));
        replace(next, server, Model.EPOLL);
    }

    private static ControlLink accept(ControlListener listener) {
        try {
            return Objects.requireNonNull(listener.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Handover beginUnchecked() {
        try {
            return begin(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anOldOneThatDiesBeforeItSaysGoHasHandedOverAllTheSame() throws Exception {
        ControlListener dying = ControlListener.open(control());
        CompletableFuture<ControlLink> accepted = beside(() -> accept(dying));
        CompletableFuture<Handover> begun = beside(() -> beginUnchecked());
        try (ControlLink link = accepted.join()) {
            assertThat(Objects.requireNonNull(link.receive(DRAIN)).word()).isEqualTo("hello");
            link.send(Message.of(Message.SOCKET).with("kind", "control"), dying.fd());
            link.send(Message.of(Message.ALL));
            begun.join();
        }
        dying.keepFile();
        dying.end();
        Server server = serve(Endpoint.parse("tcp://127.0.0.1:0"), Model.EPOLL);
        begun.join().ready(List.of(server));
        Eventually.until("it has seen that", () -> begun.join().predecessor() == 0);
        replace(begun.join(), server, Model.EPOLL);
    }

    @Test
    void aNewOneThatCannotServeLeavesTheOldOneItsControlSocket() throws Exception {
        Handover first = begin(false);
        Server old = serve(Endpoint.parse("tcp://127.0.0.1:0"), Model.EPOLL);
        first.ready(List.of(old));
        CompletableFuture<List<Message>> heard = restart();
        started.take();
        begin(true).close(); // such as when a file that it needs is not there
        assertThat(words(heard)).containsExactly("started", "failed");
        assertThat(control()).exists();
        replace(first, old, Model.EPOLL);
    }

    @Test
    void aNewOneThatIsLateEndsAndIsNotTakenAnyMore() throws Exception {
        Successor late = new Successor();
        Process process = new ProcessBuilder("cat").start();
        assertThatThrownBy(() -> late.await(process, Duration.ZERO))
                .hasMessageContaining("not ready within 0 s");
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(late.isInTime()).isFalse();
    }

    @Test
    void oneOldProcessAtATime() throws Exception {
        Handover first = begin(false);
        Server old = serve(Endpoint.parse("tcp://127.0.0.1:0"), Model.EPOLL);
        first.ready(List.of(old));
        replace(first, old, Model.EPOLL);
        List<Message> heard = restart().join();
        assertThat(heard.getLast().get("reason")).contains(THIS + ", still drains");
        old.retire(DRAIN);
        first.close();
        Handover second = Objects.requireNonNull(latest);
        Eventually.until("it has ended", () -> second.predecessor() == 0);
        replace(second, old, Model.EPOLL);
    }

    @Test
    void aNameIsOnesOwn() throws Exception {
        Handover first = begin(false);
        first.ready(List.of());
        assertThatThrownBy(() -> begin(false))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("process " + THIS + " has that name");
        first.close();
        Eventually.until("its file is gone", () -> Files.notExists(control()));
        begin(false).ready(List.of());
        assertThat(Files.getPosixFilePermissions(control())).hasSize(2);
    }

    @Test
    void whoWasNotAskedForGetsNothing() throws Exception {
        begin(false).ready(List.of());
        assertThatThrownBy(() -> begin(true)).hasMessageContaining("nobody has asked");
    }
}
