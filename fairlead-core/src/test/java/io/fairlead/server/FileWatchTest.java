package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.server.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with files is told once for each change, and to whoever asks. */
class FileWatchTest {
    private final Files files = new Files();
    private final FileWatch watch = new FileWatch(files, Host.MACHINE);

    /** Files that are wrong, or well. */
    private static final class Files implements FileWatch.Watched {
        final List<String> told = new ArrayList<>();
        String fault = "";

        @Override
        public boolean changed() {
            return true;
        }

        @Override
        public void reload() throws IOException {
            if (!fault.isEmpty()) throw new IOException(fault);
        }

        @Override
        public void failed(IOException reason) {
            told.add(String.valueOf(reason.getMessage()));
        }
    }

    @Test
    void aFaultIsToldOnceUntilItIsAnother() {
        files.fault = "line 1";
        watch.look();
        watch.look();
        assertThat(files.told).containsExactly("line 1");
        files.fault = "line 2";
        watch.look();
        watch.look();
        assertThat(files.told).containsExactly("line 1", "line 2");
        files.fault = "";
        watch.look();
        files.fault = "line 2";
        watch.look();
        assertThat(files.told).as("it was well meanwhile").hasSize(3);
        watch.close();
    }

    @Test
    void whoAsksIsToldInAnyCase() {
        files.fault = "line 1";
        watch.look();
        assertThatThrownBy(watch::reload).hasMessage("line 1");
        assertThat(files.told).containsExactly("line 1", "line 1");
        watch.look();
        assertThat(files.told).hasSize(2);
        watch.close();
    }
}
