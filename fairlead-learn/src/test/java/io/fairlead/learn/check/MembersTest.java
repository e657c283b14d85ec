package io.fairlead.learn.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program's processes are told from all others, whatever they execute. */
class MembersTest {
    private static final int EXECUTIONS = 300;

    @TempDir private Path folder;

    /** As a wrapper of an interpreter does: within execve a process has no environment. */
    @Test
    void aProgramThatExecutesAnotherIsNeverLost() throws Exception {
        Path chain = script("[ $1 = 0 ] && exec sleep 600; exec sh $0 $(($1 - 1))");
        try (Subject subject = start(chain)) {
            List<Members.Member> living = subject.members().living();
            while (living.stream().noneMatch(each -> each.command().equals("sleep"))) {
                assertThat(living).hasSize(1);
                living = subject.members().living();
            }
        }
    }

    @Test
    void aChildThatExecutesAnotherIsEndedToo() throws Exception {
        Path parent = script("(exec sh $0.chain $1) & exec sleep 600");
        Path chain = Path.of(parent + ".chain");
        Files.writeString(chain, "exec sh $0 $1\n");
        Members members;
        try (Subject subject = start(parent)) {
            members = subject.members();
            while (members.living().size() < 2) Thread.onSpinWait();
        }
        assertThat(members.living()).isEmpty();
    }

    /** One that never waits would otherwise be waited for in vain. */
    @Test
    void aProgramThatIsAlwaysBusyHasNoChildThatIsAboutToEnd() throws Exception {
        try (Subject subject = start(script("while :; do :; done"))) {
            while (subject.members().isStill()) Thread.onSpinWait();
            assertThat(subject.members().areChildrenStill()).isTrue();
        }
    }

    private Path script(String text) throws Exception {
        Path file = folder.resolve("program");
        Files.writeString(file, text + "\n");
        return file;
    }

    private static Subject start(Path script) throws StartException {
        return Subject.start(List.of("sh", script.toString(), Integer.toString(EXECUTIONS)));
    }
}
