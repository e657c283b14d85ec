package io.fairlead.posix.process;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class ProcessLayoutsTest {
    @TempDir private Path folder;

    @Test
    void processes() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("rlimit", Rlimits.BYTES)
                .field("rlim_cur", 0, 8)
                .field("rlim_max", Rlimits.MAX, 8);
        layouts.value("sizeof(sigset_t)", Spawn.SIGSET_BYTES);
        layouts.value("sizeof(posix_spawn_file_actions_t) <= " + Spawn.OPAQUE_BYTES, 1);
        layouts.value("sizeof(posix_spawnattr_t) <= " + Spawn.OPAQUE_BYTES, 1);
        layouts.value("RLIM_INFINITY", Rlimits.RLIM_INFINITY);
        layouts.check("sys/resource.h", "signal.h", "spawn.h");
    }

    @Test
    void statusMacros() throws IOException {
        Layouts layouts = new Layouts(folder);
        for (int status : new int[] {0, 0x0100, 0xff00, 9, 15, 0x8b, 0x137f}) {
            layouts.value("!!WIFEXITED(%d)".formatted(status), Wait.wifexited(status) ? 1 : 0);
            layouts.value("WEXITSTATUS(%d)".formatted(status), Wait.wexitstatus(status));
            layouts.value("!!WIFSIGNALED(%d)".formatted(status), Wait.wifsignaled(status) ? 1 : 0);
            layouts.value("WTERMSIG(%d)".formatted(status), Wait.wtermsig(status));
            layouts.value("!!WCOREDUMP(%d)".formatted(status), Wait.wcoredump(status) ? 1 : 0);
        }
        layouts.check("sys/wait.h");
    }
}
