package io.fairlead.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What chance decided can be had again; 0 is harmless and what is missing. */
class ChoicesTest {
    private static List<Object> draw(Choices choices) {
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            drawn.add(choices.happens(200_000));
            drawn.add(choices.nextInt(10));
            drawn.add(choices.nextInt(-5, 5));
            drawn.add(choices.nextInt());
            drawn.add(choices.nextLong());
            drawn.add(choices.nextBoolean());
            drawn.add(choices.nextDouble());
            drawn.add(choices.nextGaussian());
        }
        return drawn;
    }

    @Test
    void aRecordDecidesTheSame() {
        Choices choices = Choices.of(42);
        List<Object> drawn = draw(choices);
        Choices again = Choices.replay(choices.drawn());
        assertThat(draw(again)).isEqualTo(drawn);
        assertThat(again.drawn()).isEqualTo(choices.drawn());
    }

    @Test
    void bothHalvesOfEachRangeCome() {
        Choices choices = Choices.of(1);
        int heads = 0;
        int negative = 0;
        int happened = 0;
        for (int i = 0; i < 10_000; i++) {
            if (choices.nextBoolean()) heads++;
            if (choices.nextInt() < 0) negative++;
            if (choices.happens(100_000)) happened++;
        }
        assertThat(heads).isBetween(4_500, 5_500);
        assertThat(negative).isBetween(4_500, 5_500);
        assertThat(happened).isBetween(800, 1_200);
    }

    @Test
    void withoutARecordAllIsZero() {
        Choices none = Choices.replay(new long[0]);
        assertThat(none.happens(999_999)).isFalse();
        assertThat(none.nextInt(10)).isZero();
        assertThat(none.nextInt(3, 10)).isEqualTo(3);
        assertThat(none.nextBoolean()).isFalse();
        assertThat(none.nextDouble()).isZero();
        assertThat(none.drawn()).containsOnly(0).hasSize(5);
    }

    @Test
    void aFaultThatIsOffDrawsNothing() {
        Choices choices = Choices.of(1);
        assertThat(choices.happens(0)).isFalse();
        assertThat(choices.below(1)).isZero();
        assertThat(choices.drawn()).isEmpty();
    }
}
