package io.fairlead.cli.relay;

import io.fairlead.cli.text.Nearest;
import io.fairlead.services.relay.Balance;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How targets are chosen, as it is typed; also for a shell that completes it. */
public final class BalanceWords implements Iterable<String> {
    private static final List<String> ALL =
            Stream.of(Balance.values()).map(BalanceWords::of).toList();

    /** Made by picocli. */
    public BalanceWords() {}

    /**
     * The way to choose of that name.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    public static Balance parse(String word) {
        for (Balance balance : Balance.values()) {
            if (of(balance).equals(word.toLowerCase(Locale.ROOT))) return balance;
        }
        throw new IllegalArgumentException(
                "there is no way to balance \"%s\"%s (there are %s)"
                        .formatted(word, Nearest.question(word, ALL), String.join(", ", ALL)));
    }

    static String of(Balance balance) {
        return balance.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Iterator<String> iterator() {
        return ALL.iterator();
    }
}
