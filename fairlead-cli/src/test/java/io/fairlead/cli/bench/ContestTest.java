package io.fairlead.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.load.Load;
import io.fairlead.load.LoadBuilder;
import io.fairlead.load.result.Latency;
import io.fairlead.server.Model;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of rounds: ranks, tables, a page. */
class ContestTest {
    private final Contest contest =
            new Contest(
                    Contests.plan(
                            Contests.LOAD,
                            5,
                            Model.ITERATIVE,
                            Model.VIRTUAL,
                            Model.SELECTOR,
                            Model.EPOLL,
                            Model.PREFORK));

    @BeforeEach
    void fiveRounds() {
        Contests.rounds(contest, Model.VIRTUAL, 50_000, 51_000, 49_000, 52_000, 50_500);
        Contests.rounds(contest, Model.SELECTOR, 101_000, 99_000, 100_000, 103_000, 98_000);
        Contests.rounds(contest, Model.EPOLL, 100_000, 104_000, 99_000, 102_000, 101_000);
        contest.add(Trial.failed(Model.PREFORK, 1, "the server ended with exit code 1: \u001bno"));
        contest.add(Trial.failed(Model.PREFORK, 2, "the server ended with exit code 1"));
    }

    private String text(boolean colored) {
        return new ContestTable(new ContestRows(contest), List.of("on this machine")).text(colored);
    }

    @Test
    void theTableHasTheBestFirstAndWhatCannotBeToldApartShares() {
        List<String> lines = text(false).lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("echo under 3 models: 10 connections, depth 1, 64 B, closed loop");
        assertThat(lines.get(1))
                .isEqualTo(
                        "5 rounds, each 500 ms of warm-up and 1.00 s, in an order drawn from seed"
                                + " 4711");
        assertThat(lines.get(2)).isEqualTo("on this machine");
        assertThat(lines.get(3))
                .startsWith("rank  model     messages/s    ±     ×  CPU/msg      RSS");
        assertThat(lines.get(4)).startsWith("   1  epoll        101,000  2 %  1.00  ");
        assertThat(lines.get(5)).startsWith("   1  selector     100,000  3 %  1.01  ");
        assertThat(lines.get(6))
                .startsWith("   3  virtual       50,500  3 %  0.50  ")
                .contains("4.00 µs  100 MiB       15      1       300       0  50 %");
        assertThat(lines.get(7))
                .contains("note: models that share a rank do not differ significantly");
    }

    @Test
    void whoIsMissingIsSaidWithTheReason() {
        assertThat(text(false))
                .contains("  not measured: iterative serves 1 at a time, and 10 connections stay")
                .contains("  failed: prefork in 2 of 2 rounds: the server ended with exit code 1")
                .doesNotContain("\u001b");
        assertThat(contest.isInTheRunning(Model.PREFORK)).isFalse();
        assertThat(contest.isInTheRunning(Model.EPOLL)).isTrue();
        assertThat(contest.figure(Model.PREFORK, Figure.ERRORS)).isEqualTo(2);
    }

    @Test
    void theBestAreBoldWhereThatIsWanted() {
        assertThat(text(true))
                .contains("   1  \u001b[1mepoll\u001b[0m        \u001b[1m101,000\u001b[0m  2 %")
                .contains("\u001b[1mselector\u001b[0m")
                .doesNotContain("\u001b[1mvirtual");
    }

    @Test
    void markdown() {
        String text = new ContestTable(new ContestRows(contest), List.of()).markdown();
        assertThat(text)
                .contains("\n| rank | model | messages/s | ± | × | CPU/msg | ")
                .contains("\n|--:|---|--:|--:|--:|")
                .contains("\n| 1 | **epoll** | **101,000** | 2 % | 1.00 | ")
                .contains("\n| 3 | virtual | 50,500 | 3 % | 0.50 | ")
                .contains("\n- not measured: iterative ");
    }

    @Test
    void fewRoundsRankNobody() {
        Contest brief = new Contest(Contests.plan(Contests.LOAD, 2, Model.EPOLL, Model.VIRTUAL));
        Contests.rounds(brief, Model.EPOLL, 100, 100);
        Contests.rounds(brief, Model.VIRTUAL, 10, 10);
        String text = new ContestTable(new ContestRows(brief), List.of()).text(true);
        assertThat(text)
                .contains("note: no ranks: they need at least 5 rounds")
                .contains("\n      epoll")
                .doesNotContain("\u001b");
    }

    @Test
    void aGeneratorAtItsLimitIsSaid() {
        Latency none = Latency.merged(List.of());
        Contest busy = new Contest(Contests.plan(Contests.LOAD, 1, Model.EPOLL));
        busy.add(
                new Trial(
                        Model.EPOLL, 1, Contests.report(Contests.LOAD, 9, 0.99, none), null, null));
        assertThat(new ContestRows(busy).notes())
                .anyMatch(note -> note.contains("at its limit (gen) under epoll: "));
    }

    @Test
    void connectionsAreThoseOfTheShortChurn() {
        Contest visited = new Contest(Contests.plan(Contests.LOAD, 1, Model.EPOLL));
        visited.add(new Trial(Model.EPOLL, 1, Contests.report(7_000), Contests.report(300), null));
        assertThat(visited.figure(Model.EPOLL, Figure.CONNECTIONS)).isEqualTo(300);
        assertThat(visited.figure(Model.EPOLL, Figure.MESSAGES)).isEqualTo(7_000);
    }

    @Test
    void whatDecidesDependsOnTheLoad() {
        LoadBuilder load = Contests.LOAD.to(Contests.LOAD.endpoint());
        Contest open = new Contest(Contests.plan(load.rate(100).build(), 5, Model.EPOLL));
        assertThat(open.deciding()).isEqualTo(Figure.P99);
        Load churn = load.rate(0).kind(Load.Kind.CHURN).build();
        Contest visits = new Contest(Contests.plan(churn, 5, Model.ITERATIVE, Model.POOL));
        assertThat(visits.deciding()).isEqualTo(Figure.CONNECTIONS);
        assertThat(visits.plan().models()).contains(Model.ITERATIVE, Model.POOL);
        assertThat(visits.plan().visits()).isNull();
    }

    @Test
    void thePageHasTheTableAndItsRounds() {
        String page = new ContestPage(contest, List.of("on this machine")).text();
        assertThat(page)
                .contains("<tr class='best'><td>1</td><td>epoll</td><td>101,000</td>")
                .contains("<td>virtual</td>")
                .contains("messages/s, by round", "class='line s3'")
                .contains("prefork in 2 of 2 rounds")
                .doesNotContainPattern("(?:src|href)=")
                .doesNotContain("http://", "https://", "\u001b");
    }
}
