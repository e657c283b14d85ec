package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.WorkerException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations in blocking style, under every model that gives a connection a thread. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#conversing")
@Timeout(120)
class ServerContractHandlerTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Duration FAR_TOO_LATE = Duration.ofSeconds(60);

    private static final Handler ECHO_LINES =
            connection -> {
                for (String line; (line = connection.readLine()) != null; ) {
                    connection.writeLine(line);
                }
            };

    @RegisterExtension final Rig rig;
    private final long startNs = System.nanoTime();

    ServerContractHandlerTest(Place place) {
        rig = new Rig(place);
    }

    @Test
    void linesInTurn() throws Exception {
        Wire wire = rig.connect(rig.converse(ECHO_LINES));
        for (String line : new String[] {"hello", "", "x".repeat(60_000)}) {
            wire.send(line + "\n");
            assertThat(wire.receiveLine()).isEqualTo(line);
        }
        wire.send("one\ntwo\nlast without an end");
        wire.shutdownOutput();
        assertThat(wire.receiveLine()).isEqualTo("one");
        assertThat(wire.receiveLine()).isEqualTo("two");
        assertThat(wire.receiveLine()).isEqualTo("last without an end");
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void blocksOfBytes() throws Exception {
        Server server =
                rig.converse(connection -> {
                    byte[] block = new byte[300_000];
                    while (connection.readFully(block) == block.length) {
                        connection.write(block);
                    }
                    connection.write("the rest");
                });
        byte[] blocks = new byte[900_000];
        Arrays.fill(blocks, (byte) 3);
        Wire wire = rig.connect(server);
        CompletableFuture<Void> sending = wire.sendBeside(Arrays.copyOf(blocks, 1_000_000));
        assertThat(wire.receive(blocks.length)).isEqualTo(blocks);
        sending.join();
        wire.shutdownOutput();
        assertThat(new String(wire.receiveToEnd(), StandardCharsets.UTF_8)).isEqualTo("the rest");
    }

    @Test
    void framesOfACodec() throws Exception {
        Server server =
                rig.converse(connection -> {
                    for (Frame frame; (frame = connection.readFrame(Rig.CODEC)) != null; ) {
                        connection.writeFrame(Rig.CODEC, frame);
                    }
                });
        Wire wire = rig.connect(server);
        wire.echo("small");
        wire.echo("");
        String large = "x".repeat(1_000_000);
        CompletableFuture<Void> sending = wire.sendBeside(Wire.frame(large));
        assertThat(wire.receiveText()).isEqualTo(large);
        sending.join();
    }

    @Test
    void aHalfCloseByTheServer() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    connection.writeLine("I have said it all");
                    connection.shutdownOutput();
                    heard.complete(String.valueOf(connection.readLine()));
                });
        Wire wire = rig.connect(server);
        assertThat(wire.receiveLine()).isEqualTo("I have said it all");
        wire.expectEnd();
        wire.send("I have not\n");
        assertThat(heard.join()).isEqualTo("I have not");
    }

    @Test
    void aReadThatTakesTooLongMayBeRepeated() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.timeout(LIMIT);
                    assertThatThrownBy(connection::readLine).isInstanceOf(DeadlineException.class);
                    connection.writeLine("still there?");
                    connection.timeout(null);
                    connection.writeLine("you said " + connection.readLine());
                });
        Wire wire = rig.connect(server);
        wire.send("half a ");
        assertThat(wire.receiveLine()).isEqualTo("still there?");
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isBetween(LIMIT, FAR_TOO_LATE);
        wire.send("line\n");
        assertThat(wire.receiveLine()).isEqualTo("you said half a line");
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().failure()).isNull();
    }

    @Test
    void aHandlerThatThrows() throws Exception {
        IllegalStateException fault = new IllegalStateException("a bug");
        Server server =
                rig.converse(connection -> {
                    connection.writeLine("before: " + connection.readLine());
                    throw fault;
                });
        Wire wire = rig.connect(server);
        wire.send("hello\nmore that is never read\n");
        assertThat(wire.receiveLine()).isEqualTo("before: hello");
        wire.expectEnd();
        wire.close();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).isSameAs(fault);
        assertThat(server.stats().failed()).isEqualTo(1);
        Wire next = rig.connect(server);
        next.send("hello\n");
        assertThat(next.receiveLine()).isEqualTo("before: hello");
    }

    @Test
    void aHandlerThatFailsWithAnError() throws Exception {
        Server server =
                rig.converse(connection -> {
                    throw new StackOverflowError();
                });
        Wire wire = rig.connect(server);
        wire.expectEnd();
        wire.close();
        Throwable failure = rig.recorder.awaitClosed().failure();
        if (failure instanceof WorkerException copy) {
            assertThat(copy.thrown()).isEqualTo("java.lang.StackOverflowError");
        } else {
            assertThat(failure).isInstanceOf(StackOverflowError.class);
        }
        assertThat(server.stats().failed()).isEqualTo(1);
    }

    @Test
    void aHandlerThatLeavesItsThreadInterrupted() throws Exception {
        Server server = rig.converse(connection -> Thread.currentThread().interrupt());
        for (int i = 0; i < 3; i++) {
            Wire wire = rig.connect(server);
            wire.drop();
            wire.close();
            rig.recorder.awaitClosed();
        }
    }

    @Test
    void aLineOverTheLimit() throws Exception {
        Server server =
                rig.converse(connection -> {
                    try {
                        connection.readLine();
                    } catch (FrameException e) {
                        connection.writeLine("sorry: " + e.getMessage());
                        throw e;
                    }
                });
        Wire wire = rig.connect(server);
        wire.send("x".repeat(Codec.FRAME_BYTES_MAX + 10_000));
        assertThat(wire.receiveLine()).startsWith("sorry: line longer than");
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.BAD_FRAME);
        assertThat(server.stats().failed()).isZero();
    }

    /** More input than was read: a plain close would make it a reset. */
    @Test
    void theLastWordsArriveThoughMoreWasSent() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.readLine();
                    connection.write("good bye");
                });
        Wire wire = rig.connect(server);
        wire.send("hello\n" + "x".repeat(200_000));
        assertThat(new String(wire.receiveToEnd(), StandardCharsets.UTF_8)).isEqualTo("good bye");
    }

    @Test
    void closedByTheHandlerItself() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.writeLine("bye");
                    connection.close();
                    connection.close();
                    assertThatThrownBy(() -> speak(connection)).isInstanceOf(IOException.class);
                });
        Wire wire = rig.connect(server);
        assertThat(wire.receiveLine()).isEqualTo("bye");
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().failure()).isNull();
        assertThat(server.stats().failed()).isZero();
    }

    private static void speak(Connection connection) throws IOException {
        connection.writeLine("more");
        connection.flush();
    }
}
