package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrnoTest {
    @Test
    void textsAreThoseOfStrerror(@TempDir Path folder) throws IOException {
        String main = "for (int i = 1; i <= 140; i++) printf(\"%s\\n\", strerror(i));\n";
        List<String> theirs = new CProgram(folder).lines(List.of("errno.h"), main);
        for (int errno = 1; errno <= 140; errno++) {
            assertThat(Errno.text(errno)).isEqualTo(theirs.get(errno - 1));
        }
    }

    @Test
    void namesAreThoseOfTheConstants() throws IllegalAccessException {
        for (var field : Errno.class.getFields()) {
            int errno = field.getInt(null);
            if (field.getName().equals("EWOULDBLOCK") || field.getName().equals("ENOTSUP")) {
                continue; // second names
            }
            assertThat(Errno.name(errno)).isEqualTo(field.getName());
            assertThat(Errno.name(-errno)).isEqualTo(field.getName());
        }
    }

    @Test
    void numbersThatAreNoErrors() {
        assertThat(Errno.name(0)).isEqualTo("errno 0");
        assertThat(Errno.name(41)).isEqualTo("errno 41");
        assertThat(Errno.name(-4096)).isEqualTo("errno 4096");
        assertThat(Errno.text(Integer.MIN_VALUE)).startsWith("Unknown error");
    }

    @Test
    void oneLineForPeople() {
        assertThat(Errno.describe("recv", -Errno.ECONNRESET))
                .isEqualTo("recv: ECONNRESET, Connection reset by peer");
    }
}
