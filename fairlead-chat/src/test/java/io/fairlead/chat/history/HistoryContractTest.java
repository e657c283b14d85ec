package io.fairlead.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.history.History.Query;
import io.fairlead.chat.room.Said;
import io.fairlead.chat.room.Who;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each history does, on an embedded database and on PostgreSQL. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HistoryContractTest {
    @TempDir private Path folder = Path.of("");

    static Said said(long id, String room) {
        String text = "text " + id + " \u6797 \uD83D\uDE00 'quoted' \\ %";
        return new Said(id, room, new Who("ad\u00E4", "~u", "h"), Said.Kind.ACTION, text);
    }

    private static List<Said> said(String room, long... ids) {
        return LongStream.of(ids).mapToObj(id -> said(id, room)).toList();
    }

    @Test
    void anEmbeddedFile() throws Exception {
        contract("jdbc:sqlite:" + folder.resolve("chat.db"));
    }

    @Test
    void postgres() throws Exception {
        try (Postgres postgres = Postgres.started()) {
            contract(postgres.url());
        }
    }

    private static void contract(String url) throws IOException {
        try (History history = JdbcHistory.open(url)) {
            assertThat(history.lastId()).isZero();
            assertThat(history.find(Query.last("#a", 10))).isEmpty();
            history.append(said("#a", 10, 20, 30));
            history.append(said("#b", 31));
            history.append(said("#A", 40));
            assertThat(history.lastId()).isEqualTo(40);
            assertThat(history.find(Query.last("#a", 2)))
                    .containsExactly(said(30, "#a"), said(40, "#A"));
            assertThat(history.find(new Query("#A", 10, 40, 1, false)))
                    .containsExactly(said(20, "#a"));
            assertThat(history.find(new Query("#a", 10, 40, 1, true)))
                    .containsExactly(said(30, "#a"));
        }
        try (History history = JdbcHistory.open(url)) {
            // Whether this came through before, nobody knew.
            history.append(said("#a", 30, 50));
            assertThat(history.find(Query.last("#a", 3)))
                    .extracting(Said::id)
                    .containsExactly(30L, 40L, 50L);
            assertThat(history.lastId()).isEqualTo(50);
        }
    }

    @Test
    void postgresThatGoesAwayAndComesBack() throws Exception {
        try (Postgres postgres = Postgres.started();
                Ledgers ledgers = new Ledgers(JdbcHistory.open(postgres.url()))) {
            assertThat(ledgers.ledger.record(said("#a", 1))).isTrue();
            postgres.stop();
            assertThat(ledgers.ledger.record(said("#a", 2))).isFalse();
            ledgers.awaitFailing();
            assertThat(ledgers.ledger.record(said("#a", 3, 4))).isFalse();
            postgres.start();
            assertThat(ledgers.awaitRecovered()).isZero();
            assertThat(ledgers.ledger.record(said("#a", 5))).isTrue();
            assertThat(ledgers.history.find(Query.last("#a", 9)))
                    .extracting(Said::id)
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }
}
