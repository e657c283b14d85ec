package io.fairlead.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibcTest {
    @Test
    void thisSystemIsSupported() {
        assertThat(Posix.reason()).isNull();
        assertThat(Posix.isSupported()).isTrue();
    }

    @Test
    void missingFunctionsAreNamed() {
        assertThat(Libc.reason(List.of("socket", "no_such_call", "nor_this")))
                .isEqualTo("the C library lacks no_such_call, nor_this");
    }

    @ParameterizedTest
    @CsvSource({
        "Mac OS X, aarch64, 'native calls are made on Linux alone, and this is Mac OS X'",
        "Linux, mips64, 'native calls are not known to be right on this processor: mips64'"
    })
    void otherSystemsAreRefusedWithASentence(String system, String processor, String reason) {
        assertThat(Libc.systemReason(system, processor)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64", "riscv64"})
    void knownProcessors(String processor) {
        assertThat(Libc.systemReason("Linux", processor)).isNull();
    }

    @Test
    void aMissingFunctionFailsWithEnosys() throws Throwable {
        MethodHandle missing =
                Libc.missing(MethodType.methodType(int.class, int.class, long.class));
        Posix posix = new Posix();
        int returned = (int) missing.invokeExact(posix.errno, 1, 2L);
        assertThat(posix.result(returned)).isEqualTo(-Errno.ENOSYS);
    }
}
