package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be served by other processes is refused with a sentence that says why. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"PROCESS", "PREFORK"})
class WorkerRefusalTest {
    private final Model model;
    private final Rig rig;

    WorkerRefusalTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    @Test
    void whatCannotBeCopiedIsRefusedWithASentence() {
        Queue<String> captured = new ConcurrentLinkedQueue<>();
        Object state = new Object();
        assertThatThrownBy(() -> rig.builder().serve((peer, frame) -> captured.add(frame.text())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the model "
                                + model.word()
                                + " copies the service into other processes, but a lambda of "
                                + WorkerRefusalTest.class.getName()
                                + " is not Serializable; write (Service & Serializable) before the"
                                + " lambda, or use a model with one process, such as virtual");
        assertThatThrownBy(() ->
                        rig.builder()
                                .serve(
                                        (Service & Serializable)
                                                (peer, frame) -> peer.send(state.toString())))
                .hasMessageContaining("java.lang.Object is not Serializable; let it implement");
        assertThatThrownBy(() -> rig.builder().converse(connection -> {}))
                .hasMessageContaining("a lambda of " + WorkerRefusalTest.class.getName());
    }

    /** Whose connections have something in common. */
    private record Shared() implements Service, Serializable {
        @Override
        public void onFrame(Peer peer, Frame frame) {}

        @Override
        public boolean sharesState() {
            return true;
        }
    }

    @Test
    void whatSharesStateIsRefusedWithTheReason() {
        assertThatThrownBy(() -> rig.builder().serve(new Shared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Shared share state, and each process would have its own");
    }

    @Test
    void datagramsAreRefusedWithTheReason() {
        assertThatThrownBy(() -> Server.at("udp://127.0.0.1:0").model(model).serve(Rig.ECHO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has datagrams, which cannot be handed to a process");
    }
}
