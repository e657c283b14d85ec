package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public API is what is written down; {@code scripts/write-api} writes it down anew. */
class PublicApiTest {
    private static final boolean WRITES = Boolean.getBoolean("fairlead.api.write");

    @Test
    void isWrittenDown() throws IOException {
        for (Path module : Repository.modules()) {
            String api = PublicApi.of(module);
            Path file = PublicApi.file(module);
            if (api.isEmpty()) {
                assertThat(file).doesNotExist();
                continue;
            }
            if (WRITES) Files.writeString(file, api);
            assertThat(Files.readString(file))
                    .as(file + ": if this is meant, run scripts/write-api, and tell CHANGELOG")
                    .isEqualTo(api);
        }
    }
}
