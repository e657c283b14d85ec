package io.fairlead.posix.process;

import static io.fairlead.posix.Native.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AffinityTest {
    private final Affinity affinity = new Affinity(new Posix());
    private BitSet before = new BitSet();

    @BeforeEach
    void read() {
        ok(affinity.sched_getaffinity(Affinity.SELF));
        before = affinity.cpus();
    }

    @AfterEach
    void restore() {
        ok(affinity.sched_setaffinity(Affinity.SELF, before));
    }

    @Test
    void aThreadMayRunWhereTheKernelSaysSo() throws IOException {
        assertThat(before.cardinality()).isPositive();
        BitSet last = new BitSet();
        last.set(before.length() - 1);
        ok(affinity.sched_setaffinity(Affinity.SELF, last));
        ok(affinity.sched_getaffinity(Affinity.SELF));
        assertThat(affinity.cpus()).isEqualTo(last);
        String status = Files.readString(Path.of("/proc/thread-self/status"));
        assertThat(status).contains("Cpus_allowed_list:\t" + (before.length() - 1) + "\n");
    }

    @Test
    void noProcessorAtAllIsRefused() {
        assertThat(affinity.sched_setaffinity(Affinity.SELF, new BitSet()))
                .isEqualTo(-Errno.EINVAL);
        BitSet beyond = new BitSet();
        beyond.set(1 << 20);
        assertThat(affinity.sched_setaffinity(Affinity.SELF, beyond)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aThreadThatIsNotThere() {
        assertThat(affinity.sched_getaffinity(Integer.MAX_VALUE)).isEqualTo(-Errno.ESRCH);
    }
}
