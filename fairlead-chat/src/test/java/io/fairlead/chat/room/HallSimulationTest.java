package io.fairlead.chat.room;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The laws of the hall, under thousands of seeded crowds. */
class HallSimulationTest {
    private static final int SEEDS = Boolean.getBoolean("fairlead.long") ? 50_000 : 2_000;
    private static final int STEPS = 60;

    @Test
    void noNameTwiceNoMessageLostDoubledOrOutOfOrder() {
        LongStream.range(0, SEEDS).parallel().forEach(HallSimulationTest::run);
    }

    private static void run(long seed) {
        try {
            new HallSimulation(seed).run(STEPS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
