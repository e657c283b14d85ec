package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop has no thread that a handler may block. */
class ServerContractLoopsTest {
    @ParameterizedTest
    @MethodSource("io.fairlead.server.Place#loops")
    void handlersAreRefused(Place place) {
        assertThatThrownBy(() -> new Rig(place).converse(connection -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a Handler blocks")
                .hasMessageContaining("the model " + place.model().word() + " has one thread")
                .hasMessageContaining("use virtual, thread, pool or iterative, or write a Service");
    }

    @ParameterizedTest
    @MethodSource("io.fairlead.server.Place#conversing")
    void handlersAreNotForDatagrams(Place place) {
        assertThatThrownBy(() ->
                        Server.at("udp://127.0.0.1:0")
                                .model(place.model())
                                .converse(connection -> {})
                                .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has datagrams; write a Service");
    }
}
