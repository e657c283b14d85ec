package io.fairlead.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private final Map<String, Map<Integer, Double>> figures = new LinkedHashMap<>();

    private void rounds(String name, double... values) {
        Map<Integer, Double> rounds = new TreeMap<>();
        for (int i = 0; i < values.length; i++) rounds.put(i + 1, values[i]);
        figures.put(name, rounds);
    }

    @Test
    void whatIsWithinTheNoiseSharesARank() {
        rounds("slow", 50, 51, 49, 52, 50);
        rounds("fast", 100, 104, 98, 102, 101);
        rounds("alike", 101, 103, 99, 101, 100);
        Standings standings = new Standings(figures, true);
        assertThat(standings.order()).containsExactly("fast", "alike", "slow");
        assertThat(standings.rank("fast")).isEqualTo(1);
        assertThat(standings.rank("alike")).isEqualTo(1);
        assertThat(standings.rank("slow")).isEqualTo(3);
        assertThat(standings.median("slow")).isEqualTo(50);
        assertThat(standings.spread("fast")).isCloseTo(3 / 101.0, offset());
        assertThat(standings.advantage("slow", "fast")).isCloseTo(0.5, offset());
    }

    private static Offset<Double> offset() {
        return Offset.offset(0.01);
    }

    @Test
    void fewRoundsRankNobody() {
        rounds("slow", 1, 1, 1, 1);
        rounds("fast", 9, 9, 9, 9);
        Standings standings = new Standings(figures, true);
        assertThat(standings.order()).containsExactly("fast", "slow");
        assertThat(List.of("fast", "slow")).allMatch(name -> standings.rank(name) == 0);
    }

    @Test
    void ofLatencyTheLeastIsTheBest() {
        rounds("late", 9, 9, 9, 9, 9);
        rounds("early", 3, 3, 3, 3, 3);
        Standings standings = new Standings(figures, false);
        assertThat(standings.order()).containsExactly("early", "late");
        assertThat(standings.rank("late")).isEqualTo(2);
        assertThat(standings.advantage("early", "late")).isEqualTo(3);
    }

    @Test
    void onlyRoundsThatBothWereInAreCompared() {
        rounds("all", 5, 5, 5, 5, 5);
        figures.put("some", Map.of(1, 9.0, 3, 9.0));
        figures.put("none", Map.of());
        Standings standings = new Standings(figures, true);
        assertThat(standings.order()).containsExactly("some", "all");
        assertThat(standings.rank("some")).isZero();
        assertThat(standings.rank("all")).isEqualTo(1);
    }
}
