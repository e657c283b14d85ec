package io.fairlead.load.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How some did against each other in rounds that all of them were in, by one figure. Those that
 * chance could have put in the other order share a rank. Immutable if the maps are.
 *
 * @param figures of each name, by round; a round in which it failed is left out
 * @param higherIsBetter which end of the figure is the good one
 */
public record Standings(Map<String, Map<Integer, Double>> figures, boolean higherIsBetter) {
    /** With fewer rounds nothing is ranked: see {@link #rank}. */
    public static final int ROUNDS_MIN = 5;

    /** The names, the best median first. */
    public List<String> order() {
        Comparator<String> byMedian = Comparator.comparingDouble(this::median);
        return figures.keySet().stream()
                .filter(name -> !values(name).isEmpty())
                .sorted(higherIsBetter ? byMedian.reversed() : byMedian)
                .toList();
    }

    /** The median over the rounds; NaN if there is none. */
    public double median(String name) {
        return Statistics.median(values(name));
    }

    /** Half the distance from the worst round to the best, as a share of the median. */
    public double spread(String name) {
        return Statistics.spread(values(name));
    }

    /** 1 and as many as are ahead of {@code name}; 0 if there are too few rounds to say. */
    public int rank(String name) {
        int rounds = values(name).size();
        if (!Statistics.isAhead(rounds, rounds)) return 0;
        return 1 + (int) figures.keySet().stream().filter(other -> isAhead(other, name)).count();
    }

    /** The median, over rounds that both were in, of how many times better {@code one} was. */
    public double advantage(String one, String other) {
        return Statistics.median(advantages(one, other));
    }

    /** True if {@code one} was better in so many rounds that it cannot well be chance. */
    boolean isAhead(String one, String other) {
        List<Double> advantages = advantages(one, other);
        int won = (int) advantages.stream().filter(advantage -> advantage > 1).count();
        return Statistics.isAhead(won, advantages.size());
    }

    private List<Double> advantages(String one, String other) {
        Map<Integer, Double> others = figures.getOrDefault(other, Map.of());
        List<Double> advantages = new ArrayList<>();
        figures.getOrDefault(one, Map.of())
                .forEach((round, value) -> {
                    Double against = others.get(round);
                    if (against == null) return;
                    advantages.add(higherIsBetter ? value / against : against / value);
                });
        return advantages;
    }

    private List<Double> values(String name) {
        return List.copyOf(figures.getOrDefault(name, Map.of()).values());
    }
}
