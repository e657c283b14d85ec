package io.fairlead.testkit.shrink;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts choices down while a run with them still fails: puts 0 for many and then for few, takes
 * blocks out, and lowers what is left, as long as one of these helps. As property testers do that
 * shrink the choices and not the values made of them (MacIver and Donaldson, "Test-Case Reduction
 * via Test-Case Generation", ECOOP 2020).
 */
public final class Shrinker {
    /** A change of one choice may draw up to this many choices less behind it. */
    private static final int DRAWN_TOGETHER = 4;

    /** As many as are tried when few are left that are not 0. */
    private static final int DRAWN_TOGETHER_MAX = 32;

    private static final int FEW = 8;

    private final Trial trial;
    private final int runsMax;
    private final BooleanSupplier timeIsOver;
    private long[] best = new long[0];
    private int runs;

    /** Runs once with choices. */
    @FunctionalInterface
    public interface Trial {
        /** What was drawn of {@code choices}, if the run fails in the same way; else null. */
        long @Nullable [] fails(long[] choices);
    }

    /**
     * A new one.
     *
     * @param runsMax how often it runs at most
     * @param timeIsOver asked before each run
     */
    public Shrinker(Trial trial, int runsMax, BooleanSupplier timeIsOver) {
        this.trial = trial;
        this.runsMax = runsMax;
        this.timeIsOver = timeIsOver;
    }

    /** How often it has run. */
    public int runs() {
        return runs;
    }

    /** The least it finds of {@code choices}, with which a run fails. */
    public long[] shrink(long... choices) {
        best = ChoiceText.trim(choices);
        while (!isOver()) {
            long[] before = best;
            zeroBlocks();
            takeOut();
            closeUp();
            lower();
            if (Arrays.equals(before, best)) break;
        }
        return best;
    }

    private boolean isOver() {
        return runs >= runsMax || timeIsOver.getAsBoolean();
    }

    /** Keeps the candidate if a run with it fails, too. */
    private boolean accept(long... candidate) {
        if (isOver()) return false;
        runs++;
        long[] drawn = trial.fails(candidate);
        if (drawn == null) return false;
        long[] less = ChoiceText.trim(drawn);
        best = less.length <= candidate.length ? less : ChoiceText.trim(candidate);
        return true;
    }

    // ---- what it tries ----

    /**
     * Puts 0 for half of those that are not, then for a quarter, and so on; from the end on, where
     * a change moves nothing that matters.
     */
    private void zeroBlocks() {
        for (int block = nonzeroAt().length; block > 0; block /= 2) {
            for (int end = nonzeroAt().length; end > 0 && !isOver(); end -= block) {
                int[] at = nonzeroAt();
                end = Math.min(end, at.length);
                long[] candidate = best.clone();
                for (int i = Math.max(0, end - block); i < end; i++) candidate[at[i]] = 0;
                boolean _ = accept(candidate);
            }
        }
    }

    /** Takes each one out that is not 0, or puts 0 for it, with what was drawn with it. */
    private void takeOut() {
        for (int i = nonzeroAt().length - 1; i >= 0; i--) {
            if (i < nonzeroAt().length) takeOutAt(nonzeroAt()[i]);
        }
    }

    private void takeOutAt(int at) {
        int most = ChoiceText.nonzero(best) <= FEW ? DRAWN_TOGETHER_MAX : DRAWN_TOGETHER;
        for (int more = 0; more <= most; more++) {
            if (accept(without(at, 1 + more)) || (more > 0 && accept(zeroed(at, more)))) return;
        }
        for (int more = 1; more <= DRAWN_TOGETHER; more++) {
            if (accept(zeroed(at, -more))) return;
        }
    }

    /** With 0 at a place, and as many less behind it, or more that are 0 if that is negative. */
    private long[] zeroed(int at, int less) {
        long[] candidate = without(at + 1, Math.max(0, less));
        candidate[at] = 0;
        if (less >= 0) return candidate;
        long[] longer = Arrays.copyOf(candidate, candidate.length - less);
        Arrays.fill(longer, at, at - less, 0);
        System.arraycopy(candidate, at, longer, at - less, candidate.length - at);
        return longer;
    }

    /** Takes zeros out before one that is not 0: what it decides then happens sooner. */
    private void closeUp() {
        for (int i = 0; i < nonzeroAt().length; i++) {
            int count = zerosBefore(i);
            while (count > 0) {
                boolean helps = zerosBefore(i) >= count && accept(withoutZerosBefore(i, count));
                if (!helps) count /= 2;
            }
        }
    }

    private long[] withoutZerosBefore(int i, int count) {
        return without(nonzeroAt()[i] - count, count);
    }

    private int zerosBefore(int i) {
        int[] at = nonzeroAt();
        if (i >= at.length) return 0;
        return i == 0 ? at[0] : at[i] - at[i - 1] - 1;
    }

    /** Lowers each one as far as it goes. */
    private void lower() {
        for (int i = 0; i < nonzeroAt().length; i++) {
            int at = nonzeroAt()[i];
            if (best[at] == 1 || accept(with(at, 1))) continue;
            long fails = best[at];
            long passes = 1;
            while (at < best.length && fails - passes > 1 && !isOver()) {
                long middle = passes + (fails - passes) / 2;
                if (accept(with(at, middle))) {
                    fails = middle;
                } else {
                    passes = middle;
                }
            }
        }
    }

    // ---- choices ----

    private int[] nonzeroAt() {
        int[] at = new int[ChoiceText.nonzero(best)];
        int count = 0;
        for (int i = 0; i < best.length; i++) if (best[i] != 0) at[count++] = i;
        return at;
    }

    private long[] with(int at, long value) {
        long[] candidate = best.clone();
        candidate[at] = value;
        return candidate;
    }

    private long[] without(int at, int count) {
        int rest = Math.max(0, best.length - at - count);
        long[] candidate = Arrays.copyOf(best, Math.min(best.length, at) + rest);
        System.arraycopy(best, best.length - rest, candidate, candidate.length - rest, rest);
        return candidate;
    }
}
