package io.fairlead.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.bench.page.Axis;
import io.fairlead.cli.bench.page.HtmlPage;
import io.fairlead.cli.bench.page.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, assertions, units and axes, as text. */
class FormsTest {
    @ParameterizedTest
    @CsvSource({"500, 500", "10k, 10000", "1.5M, 1500000", "0.5, 0.5", "20K/s, 20000"})
    void rates(String text, double perSecond) {
        assertThat(EventRate.parse(text).perSecond()).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "fast", "10kk", "2000M", "1e9"})
    void noRates(String text) {
        assertThatThrownBy(() -> EventRate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write a number per second");
    }

    @ParameterizedTest
    @CsvSource({
        "p99<5ms, p99, <, 5000000",
        "p99.9 <= 1s, p99.9, <=, 1000000000",
        "errors=0, errors, =, 0",
        "errors==0, errors, =, 0",
        "rate>=10k, rate, >=, 10000",
        "memory<4KiB, memory, <, 4096",
        "max>0, max, >, 0",
    })
    void assertions(String text, String metric, String operator, double limit) {
        assertThat(Assertion.parse(text)).isEqualTo(new Assertion(text, metric, operator, limit));
    }

    @ParameterizedTest
    @CsvSource({
        "p99, it is not a comparison",
        "p0<1ms, there is no \"p0\"",
        "q99<1ms, it is not a comparison",
        "speed>1, there is no \"speed\"",
        "errors=none, \"none\" is not a number",
        "p99<5, it has no unit",
        "'', it is not a comparison",
    })
    void noAssertions(String text, String why) {
        assertThatThrownBy(() -> Assertion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void units() {
        assertThat(Units.time(0)).isEqualTo("0 ns");
        assertThat(Units.time(850)).isEqualTo("850 ns");
        assertThat(Units.time(12_340)).isEqualTo("12.3 µs");
        assertThat(Units.time(4_560_000)).isEqualTo("4.56 ms");
        assertThat(Units.time(1_200_000_000)).isEqualTo("1.20 s");
        assertThat(Units.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Units.brief(12_300)).isEqualTo("12.3k");
        assertThat(ResultTable.name(99.99)).isEqualTo("p99.99");
        assertThat(ResultTable.name(50)).isEqualTo("p50");
    }

    @Test
    void axesHaveRoundTicks() {
        Axis linear = Axis.linear("x", 23_000, Units::brief);
        assertThat(linear.ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0", "5k", "10k", "15k", "20k", "25k");
        assertThat(linear.at(12_500)).isEqualTo(0.5);
        assertThat(linear.at(-1)).isZero();
        assertThat(linear.at(1e9)).isEqualTo(1);
        Axis powers = Axis.powers("y", 20_000, 3_000_000, Units::time);
        assertThat(powers.ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("10 µs", "100 µs", "1 ms", "10 ms");
        assertThat(powers.at(316_228)).isBetween(0.499, 0.501);
        assertThat(Axis.percentiles(4).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0 %", "90 %", "99 %", "99.9 %", "99.99 %");
        assertThat(Axis.linear("none", 0, Units::brief).to()).isPositive();
    }

    @Test
    void nothingOfAPageComesFromOutside() {
        assertThat(HtmlPage.escaped("<a href='x'>\"&"))
                .isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    }
}
