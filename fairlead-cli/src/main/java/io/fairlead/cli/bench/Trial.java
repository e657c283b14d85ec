package io.fairlead.cli.bench;

import io.fairlead.load.LoadReport;
import io.fairlead.server.Model;
import org.jspecify.annotations.Nullable;

/**
 * One model in one round: a fresh server, and what was measured of it.
 *
 * @param round from 1 on
 * @param report null if nothing was measured
 * @param visits of a short churn after it; null where that was not made
 * @param failure why the figures do not count; null if they do
 */
record Trial(
        Model model,
        int round,
        @Nullable LoadReport report,
        @Nullable LoadReport visits,
        @Nullable String failure) {
    static Trial failed(Model model, int round, String failure) {
        return new Trial(model, round, null, null, failure);
    }
}
