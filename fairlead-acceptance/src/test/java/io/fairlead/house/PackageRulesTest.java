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

    @Test
    void aNameStandsForOneType() {
        Source one = new Source("m/src/main/java/a/T.java", "");
        Source other = new Source("n/src/main/java/b/T.java", "");
        Source test = new Source("n/src/test/java/b/T.java", "");
        assertThat(PackageRules.check(List.of(one, test))).isEmpty();
        assertThat(PackageRules.check(List.of(one, other)))
                .extracting(Finding::rule)
                .containsExactly(Rule.CLASS_NAME);
    }
}
