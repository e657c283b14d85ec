package io.fairlead.house;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The rule about the size of a package: a room that one can know. */
final class PackageRules {
    private static final int TYPES_MAX = 30;

    private PackageRules() {}

    /** Checks the sources of one module; those of tests do not count. */
    static List<Finding> check(List<Source> sources) {
        TreeMap<String, Integer> types = new TreeMap<>();
        for (Source source : sources) {
            if (source.isTest() || source.file().endsWith("-info.java")) continue;
            types.merge(folder(source.file()), 1, Integer::sum);
        }
        List<Finding> findings = new ArrayList<>();
        types.forEach((folder, count) -> {
            if (count > TYPES_MAX) findings.add(finding(folder, count));
        });
        return findings;
    }

    private static Finding finding(String folder, int count) {
        String message =
                "the package has %d types; limit %d: divide it".formatted(count, TYPES_MAX);
        return new Finding(Rule.PACKAGE_TYPES, folder, 1, "package", message);
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
