package io.fairlead.cli.relay;

import io.fairlead.services.relay.Faults;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a relay misbehaves, as it was typed. Immutable.
 *
 * @param seed of all that is random
 * @param isDatagrams whether datagrams are relayed
 * @param texts of the faults that are set
 */
record FaultSettings(long seed, boolean isDatagrams, Map<FaultWord, String> texts) {
    /** Takes a fault back. */
    static final String OFF = "off";

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one makes no sense; the message names the option
     */
    FaultSettings {
        texts = Map.copyOf(texts);
        texts.keySet().forEach(word -> word.check(isDatagrams));
    }

    /**
     * These in the form of the library.
     *
     * @throws IllegalArgumentException if one makes no sense; the message names the option
     */
    Faults faults() {
        Faults faults = Faults.NONE.withSeed(seed);
        for (Map.Entry<FaultWord, String> one : inOrder().entrySet()) {
            faults = one.getKey().add(faults, one.getValue());
        }
        return faults;
    }

    /**
     * These after a change.
     *
     * @param words such as {@code latency 20ms rate off}; {@code off} alone takes all back
     * @throws IllegalArgumentException if they make no sense; the message says why
     */
    FaultSettings changed(List<String> words) {
        if (words.equals(List.of(OFF))) return new FaultSettings(seed, isDatagrams, Map.of());
        Map<FaultWord, String> changed = inOrder();
        for (int i = 0; i < words.size(); i += 2) {
            FaultWord word = FaultWord.of(words.get(i));
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(
                        "%s needs a value, or off: %s off".formatted(word.word(), word.word()));
            }
            changed.put(word, words.get(i + 1));
        }
        changed.values().removeIf(OFF::equals);
        return new FaultSettings(seed, isDatagrams, changed);
    }

    private Map<FaultWord, String> inOrder() {
        Map<FaultWord, String> all = new EnumMap<>(FaultWord.class);
        all.putAll(texts);
        return all;
    }

    /** What is done, for the first lines; empty if that is nothing. */
    String words() {
        if (faults().equals(Faults.NONE.withSeed(seed))) return "";
        return inOrder().entrySet().stream()
                .map(one -> one.getKey().word().replace('-', ' ') + " " + one.getValue())
                .collect(Collectors.joining(", ", "misbehaves: ", ", seed " + seed));
    }
}
