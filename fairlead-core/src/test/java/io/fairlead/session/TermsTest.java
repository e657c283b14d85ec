package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import org.junit.jupiter.api.Test;

class TermsTest {
    private static final int KIB = 1_024;
    private static final Limits LIMITS =
            Limits.builder().connectionsMax(10).bufferBytesTotal(224 * KIB).build();

    /** Chunks of 64 KiB that anybody may have. */
    private static int chunks(Layer layer) {
        Slab slab = Terms.slabOfStreams(LIMITS, layer);
        int count = 0;
        while (new IoBuffer(slab).reserve(64 * KIB)) count++;
        return count;
    }

    @Test
    void eachConnectionHasAReserveOfAChunkForEachOfItsBuffers() {
        assertThat(chunks(Layer.NONE)).isEqualTo(2); // of 224 less 80 KiB
        assertThat(chunks((session, _, _) -> session)).isEqualTo(1); // of 224 less 112, the half
    }
}
