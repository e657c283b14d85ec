package io.fairlead.cli.doctor;

import io.fairlead.probe.Facilities;
import io.fairlead.probe.Facility;
import io.fairlead.server.Model;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All that was found out.
 *
 * @param machine what this is
 * @param facilities what was tried
 * @param models what serves where which model is asked for
 * @param limits that bound a server, and what is advised
 */
record Diagnosis(
        Machine machine, List<Facility> facilities, List<Choice> models, List<Limit> limits) {
    /** Finds it out, for the process that asks. */
    static Diagnosis of(Kernel kernel) {
        Machine machine = Machine.of(kernel);
        return new Diagnosis(
                machine,
                Facilities.probe(),
                Stream.of(Model.values()).map(Choice::of).toList(),
                limits(kernel, machine));
    }

    static List<Limit> limits(Kernel kernel, Machine machine) {
        return Stream.of(
                        ProcessLimits.of(kernel),
                        NetworkLimits.of(kernel),
                        MemoryLimits.of(kernel, machine))
                .flatMap(List::stream)
                .toList();
    }

    /** What is advised, in the order of the limits. */
    List<String> advice() {
        return limits.stream().map(Limit::advice).filter(Objects::nonNull).toList();
    }
}
