package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds every module to the house rules. */
class HouseTest {
    @Test
    void everyModuleKeepsTheRules() throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Source> all = new ArrayList<>();
        for (Path module : Repository.modules()) {
            List<Source> sources = Repository.sources(module);
            all.addAll(sources);
            findings.addAll(SourceRules.check(sources));
            String sourceRoot = Repository.relative(module) + "/src/main/java";
            for (Path file : Repository.classes(module)) {
                if (isGeneratedByJmh(file)) continue;
                byte[] bytes = Files.readAllBytes(file);
                findings.addAll(ClassRules.check(sourceRoot, bytes));
                findings.addAll(HostRules.check(sourceRoot, bytes));
                findings.addAll(LocaleRules.check(sourceRoot, bytes));
            }
        }
        findings.addAll(PackageRules.check(all));
        assertThat(String.join("\n", Exemptions.apply(Exemptions.ALL, findings))).isEmpty();
    }

    @Test
    void everyModuleWithSourcesWasCompiled() throws IOException {
        for (Path module : Repository.modules()) {
            if (Files.isDirectory(module.resolve("src/main/java"))) {
                assertThat(Repository.classes(module)).as(module.toString()).isNotEmpty();
            }
        }
        assertThat(Repository.modules()).hasSizeGreaterThanOrEqualTo(5);
    }

    private static boolean isGeneratedByJmh(Path file) {
        return file.toString().contains("jmh_generated");
    }
}
