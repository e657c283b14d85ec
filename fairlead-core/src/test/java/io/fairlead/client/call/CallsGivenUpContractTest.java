package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Frame;
import io.fairlead.server.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that is given up leaves nothing, under every model that can make connections. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(60)
class CallsGivenUpContractTest extends CallsCase {
    CallsGivenUpContractTest(Place place) {
        super(place);
    }

    @Test
    void whoIsInterruptedGivesItUp() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> calls.call(Frame.of("1:a")))
                .isInstanceOf(InterruptedException.class);
        assertThat(calls.underWay()).isZero();
    }
}
