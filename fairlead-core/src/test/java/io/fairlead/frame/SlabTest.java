package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlabTest {
    private static final int KIB = 1024;

    @Test
    void chunksComeInClasses() {
        Slab slab = new Slab(1 << 20);
        assertThat(lend(slab, 0).capacity()).isEqualTo(4 * KIB);
        assertThat(lend(slab, 4 * KIB).capacity()).isEqualTo(4 * KIB);
        assertThat(lend(slab, 4 * KIB + 1).capacity()).isEqualTo(16 * KIB);
        assertThat(lend(slab, 64 * KIB + 1).capacity()).isEqualTo(256 * KIB);
        assertThat(slab.bytesLent()).isEqualTo((4 + 4 + 16 + 256) * KIB);
    }

    @Test
    void theOneReturnedLastIsLentFirst() {
        Slab slab = new Slab(1 << 20);
        Chunk first = lend(slab, 1);
        Chunk second = lend(slab, 1);
        slab.takeBack(first);
        slab.takeBack(second);
        assertThat(lend(slab, 1)).isSameAs(second);
        assertThat(lend(slab, 1)).isSameAs(first);
    }

    @Test
    void theTotalIsKept() {
        Slab slab = new Slab(8 * KIB);
        Chunk chunk = lend(slab, 1);
        lend(slab, 1);
        assertThat(slab.lend(1)).isNull();
        assertThat(slab.bytesLent()).isEqualTo(8 * KIB);
        slab.takeBack(chunk);
        assertThat(slab.lend(1)).isSameAs(chunk);
    }

    @Test
    void theReserveIsForFirstChunks() {
        Slab slab = new Slab(64 * KIB, 16 * KIB);
        IoBuffer greedy = new IoBuffer(slab);
        assertThat(greedy.reserve(16 * KIB)).isTrue();
        assertThat(greedy.reserve(17 * KIB)).as("more than the reserve leaves").isFalse();
        List<IoBuffer> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            IoBuffer other = new IoBuffer(slab);
            assertThat(other.reserveForRead(16 * KIB)).as("buffer %d", i).isTrue();
            others.add(other);
        }
        assertThat(slab.isScarce()).isTrue();
        assertThat(slab.bytesLent()).isLessThanOrEqualTo(64 * KIB);
        others.forEach(IoBuffer::release);
        greedy.release();
        assertThat(slab.bytesLent()).isZero();
        assertThat(slab.isScarce()).isFalse();
    }

    @Test
    void aShortageIsToldOnceAndSoIsItsEnd() {
        Slab slab = new Slab(8 * KIB);
        List<String> told = new ArrayList<>();
        slab.watch(
                new Slab.Shortage() {
                    @Override
                    public void began() {
                        told.add("began");
                    }

                    @Override
                    public void ended(long refusals) {
                        told.add("ended after " + refusals);
                    }
                });
        Chunk first = lend(slab, 1);
        Chunk second = lend(slab, 1);
        for (int i = 0; i < 3; i++) assertThat(slab.lend(1)).isNull();
        assertThat(told).containsExactly("began");
        slab.takeBack(first);
        slab.takeBack(second);
        assertThat(told).containsExactly("began", "ended after 3");
    }

    @Test
    void freeChunksOfOneClassMakeWayForAnother() {
        Slab slab = new Slab(16 * KIB);
        Chunk[] small = {lend(slab, 1), lend(slab, 1), lend(slab, 1), lend(slab, 1)};
        for (int i = 0; i < 3; i++) slab.takeBack(small[i]);
        assertThat(slab.lend(16 * KIB)).isNull();
        slab.takeBack(small[3]);
        assertThat(lend(slab, 16 * KIB).capacity()).isEqualTo(16 * KIB);
        assertThat(slab.bytesLent()).isEqualTo(16 * KIB);
    }

    @Test
    void nothingIsLentAboveTheLargestClass() {
        Slab slab = new Slab(Long.MAX_VALUE);
        assertThat(slab.lend((1 << 30) + 1)).isNull();
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void whatIsLentAndReturnedAddsUp() {
        long seed = Long.getLong("fairlead.seed", System.nanoTime());
        Random random = new Random(seed);
        Slab slab = new Slab(1 << 20);
        Deque<Chunk> lent = new ArrayDeque<>();
        for (int step = 0; step < 5_000; step++) {
            Chunk chunk = random.nextBoolean() ? slab.lend(random.nextInt(1 << 17)) : null;
            if (chunk != null) lent.add(chunk);
            else if (!lent.isEmpty()) slab.takeBack(lent.remove());
            long sum = lent.stream().mapToLong(Chunk::capacity).sum();
            assertThat(slab.bytesLent()).as("seed %d", seed).isEqualTo(sum);
            assertThat(sum).isLessThanOrEqualTo(slab.bytesMax());
        }
        lent.forEach(slab::takeBack);
        assertThat(slab.bytesLent()).isZero();
    }

    private static Chunk lend(Slab slab, int bytes) {
        return Objects.requireNonNull(slab.lend(bytes));
    }
}
