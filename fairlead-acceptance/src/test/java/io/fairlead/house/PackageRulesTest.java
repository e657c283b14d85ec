package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
    @Test
    void onlyTypesOfMainCodeCount() {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < 30; i++) sources.add(new Source("m/src/main/java/a/T" + i, ""));
        sources.add(new Source("m/src/main/java/a/package-info.java", ""));
        sources.add(new Source("m/src/test/java/a/T", ""));
        assertThat(PackageRules.check(sources)).isEmpty();
        sources.add(new Source("m/src/main/java/a/T", ""));
        assertThat(PackageRules.check(sources))
                .extracting(Finding::rule)
                .containsExactly(Rule.PACKAGE_TYPES);
    }
}
