package io.fairlead.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    @Test
    void manyThreadsTakeNoTokenTwice() throws Exception {
        TokenBuckets buckets = new TokenBuckets(1, 100_000);
        Callable<Integer> taker = () -> taken(buckets, 50_000);
        int taken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) takers.add(threads.submit(taker));
            for (Future<Integer> each : takers) taken += each.get();
        }
        assertThat(taken).isEqualTo(100_000);
    }

    @Test
    void theLowestAndTheHighestRate() {
        assertThat(taken(new TokenBuckets(1, 1), 5)).isEqualTo(1);
        assertThat(taken(new TokenBuckets(1, ReplyRates.RATE_MAX), 100_000)).isEqualTo(100_000);
    }

    private static int taken(TokenBuckets buckets, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            if (buckets.tryTake(0, 0)) taken++;
        }
        return taken;
    }
}
