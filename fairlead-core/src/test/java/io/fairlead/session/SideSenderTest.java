package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import org.junit.jupiter.api.Test;

/** A thread that only sends, beside the one that reads. */
class SideSenderTest extends NoCarrier {
    private final Slab slab = new Slab(1 << 20);
    private final Session session =
            new Session(
                    new Terms(Codec.raw(), (_, _) -> {}, Limits.DEFAULT, slab, System::nanoTime),
                    this);

    /** It would ask and ask, and as a virtual thread keep its processor from who ends it. */
    @Test
    void hasNothingToDoForAConnectionThatIsLost() {
        session.open();
        session.peer().send("left over");
        assertThat(session.nextToSend()).isEqualTo(Next.SEND);
        session.abort(CloseReason.RESET);
        assertThat(session.beginSend()).isNull();
        assertThat(session.nextToSend()).isEqualTo(Next.WAIT);
        session.end();
        assertThat(slab.bytesLent()).isZero();
    }
}
