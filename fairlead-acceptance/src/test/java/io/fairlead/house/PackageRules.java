package io.fairlead.house;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules about packages: of a size that one can know, and one name for one type in all modules.
 */
final class PackageRules {
    private static final int TYPES_MAX = 30;

    private PackageRules() {}

    /** Checks the sources of all modules; those of tests do not count. */
    static List<Finding> check(List<Source> sources) {
        List<Finding> findings = new ArrayList<>();
        TreeMap<String, Integer> types = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (Source source : sources) {
            String file = source.file();
            if (source.isTest() || file.endsWith("-info.java")) continue;
            types.merge(folder(file), 1, Integer::sum);
            String other = names.put(file.substring(file.lastIndexOf('/')), file);
            if (other != null) findings.add(namesake(file, other));
        }
        types.forEach((folder, count) -> {
            if (count > TYPES_MAX) findings.add(finding(folder, count));
        });
        return findings;
    }

    private static Finding namesake(String file, String other) {
        String message = "has the name of " + other + ": one name, one meaning; rename one";
        return new Finding(Rule.CLASS_NAME, file, 1, "file", message);
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
