package io.fairlead.testkit.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How often what goes wrong. Immutable. */
public final class SimulatedFaults {
    private static final int MILLION = 1_000_000;
    private static final SimulatedFaults NONE =
            new SimulatedFaults(new EnumMap<>(SimulatedFault.class));
    private static final SimulatedFaults USUAL = usualOfAll();

    private final Map<SimulatedFault, Integer> map; // in a million

    private SimulatedFaults(EnumMap<SimulatedFault, Integer> map) {
        this.map = map;
    }

    private static SimulatedFaults usualOfAll() {
        SimulatedFaults faults = NONE;
        for (SimulatedFault fault : SimulatedFault.values())
            faults = faults.with(fault, fault.usualShare());
        return faults;
    }

    /** Nothing ever. */
    public static SimulatedFaults none() {
        return NONE;
    }

    /** Each of them as often as {@link SimulatedFault#usualShare} says. */
    public static SimulatedFaults usual() {
        return USUAL;
    }

    /**
     * These, with another share of one.
     *
     * @param share from 0, never, to 1, each time; what is below a millionth is never
     * @throws IllegalArgumentException if it is not in that range
     */
    public SimulatedFaults with(SimulatedFault fault, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1: " + share);
        }
        EnumMap<SimulatedFault, Integer> other = new EnumMap<>(SimulatedFault.class);
        other.putAll(map);
        other.put(fault, (int) Math.round(share * MILLION));
        return new SimulatedFaults(other);
    }

    /** These, without one. */
    public SimulatedFaults without(SimulatedFault fault) {
        return with(fault, 0);
    }

    /** How often in a million times. */
    public int perMillion(SimulatedFault fault) {
        return map.getOrDefault(fault, 0);
    }

    @Override
    public String toString() {
        return map.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().word() + " " + (double) entry.getValue() / MILLION)
                .collect(Collectors.joining(", "));
    }
}
