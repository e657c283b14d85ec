package io.fairlead.chat.history;

import io.fairlead.chat.history.History.Query;
import io.fairlead.chat.room.Said;
import io.fairlead.chat.room.Who;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures a history of many messages; a command of its own: {@code HistoryFigures
 * jdbc:sqlite:/var/tmp/chat.db 10000000}. Fills what is missing, then asks.
 */
public final class HistoryFigures {
    private static final int ROOMS = 50;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 2_000;

    private HistoryFigures() {}

    /** Fills and asks. */
    public static void main(String[] arguments) throws IOException {
        long count = Long.parseLong(arguments[1]);
        long begunNs = System.nanoTime();
        try (History history = JdbcHistory.open(arguments[0])) {
            long present = history.lastId();
            System.out.printf(Locale.ROOT, "opened in %.0f ms%n", ms(begunNs));
            fill(history, present, count);
            ask(history, count);
        }
    }

    private static double ms(long begunNs) {
        return (System.nanoTime() - begunNs) / 1e6;
    }

    private static void fill(History history, long present, long count) throws IOException {
        long begunNs = System.nanoTime();
        for (long id = present + 1; id <= count; id += BATCH) {
            List<Said> batch = new ArrayList<>();
            for (long one = id; one < id + BATCH; one++) batch.add(message(one));
            history.append(batch);
        }
        double seconds = ms(begunNs) / 1e3;
        System.out.printf(
                Locale.ROOT, "filled %d in %.1f s%n", Math.max(0, count - present), seconds);
    }

    private static Said message(long id) {
        Who from = new Who("name" + id % 97, "~user", "0123456789.ip");
        String text = "message " + id + ": the quick brown fox jumps over the lazy dog";
        return new Said(id, "#room" + id % ROOMS, from, Said.Kind.TALK, text);
    }

    private static void ask(History history, long count) throws IOException {
        // A server has loaded the classes for that long before.
        history.find(Query.last("#no such room", 1));
        SplittableRandom random = new SplittableRandom(1);
        double[] tookMs = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            String room = "#room" + random.nextInt(ROOMS);
            long place = random.nextLong(count);
            Query query =
                    switch (i % 3) {
                        case 0 -> Query.last(room, 100);
                        case 1 -> new Query(room, 0, place, 100, true);
                        default -> new Query(room, place, Long.MAX_VALUE, 100, false);
                    };
            long begunNs = System.nanoTime();
            int found = history.find(query).size();
            tookMs[i] = ms(begunNs);
            if (found == 0 && place > ROOMS && place < count - ROOMS)
                throw new IOException("empty");
        }
        double firstMs = tookMs[0];
        Arrays.sort(tookMs);
        System.out.printf(
                Locale.ROOT,
                "100 messages of %d: first %.1f ms, median %.2f, p99 %.2f, max %.1f%n",
                count,
                firstMs,
                tookMs[ROUNDS / 2],
                tookMs[ROUNDS * 99 / 100],
                tookMs[ROUNDS - 1]);
    }
}
