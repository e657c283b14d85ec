package io.fairlead.lab.report;

import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.LabWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a reader can go from a lab. Pure. */
final class Onward {
    private Onward() {}

    /** A line each, without a full stop, as some end with what is typed. */
    static List<String> of(Lab lab) {
        List<String> lines = new ArrayList<>();
        List<String> words = LabWords.of(lab);
        if (!words.isEmpty()) lines.add("More: fairlead explain " + String.join(", ", words));
        for (LabParameter parameter : lab.parameters()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "With another number: fairlead lab %s --%s N, from %d to %d",
                            lab.name(),
                            parameter.name(),
                            parameter.min(),
                            parameter.max()));
        }
        return lines;
    }
}
