package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRulesTest {
    private static final MethodTypeDesc TO_LONG = MethodTypeDesc.of(ConstantDescs.CD_long);

    /** A class of that name, which calls a static method that returns a long. */
    private static byte[] calling(String name, String owner, String method) {
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        type ->
                                type.withMethodBody(
                                        "look",
                                        TO_LONG,
                                        ClassFile.ACC_STATIC,
                                        code ->
                                                code.invokestatic(
                                                                ClassDesc.of(owner),
                                                                method,
                                                                TO_LONG)
                                                        .lreturn()));
    }

    @ParameterizedTest
    @CsvSource({
        "io.fairlead.server.loop.EventLoop, java.lang.System, nanoTime, 1",
        "io.fairlead.client.call.CallBook$Inner, java.lang.System, currentTimeMillis, 1",
        "io.fairlead.session.Session, java.util.concurrent.ThreadLocalRandom, current, 1",
        "io.fairlead.services.relay.Joint, java.lang.System, nanoTime, 1",
        "io.fairlead.services.relay.Mischief, java.lang.System, nanoTime, 0",
        "io.fairlead.server.host.RealHost, java.lang.System, nanoTime, 0",
        "io.fairlead.session.Session, io.fairlead.service.Peer, nanoTime, 0",
    })
    void theMachineIsAskedByItsHostAlone(String name, String owner, String method, int count) {
        List<Finding> findings = HostRules.check("m", calling(name, owner, method));
        assertThat(findings).hasSize(count).allMatch(finding -> finding.rule() == Rule.HOST);
    }

    @Test
    void aMethodReferenceIsACall() throws Exception {
        String resource = "/" + Names.class.getName().replace('.', '/') + ".class";
        byte[] bytes;
        try (var in = Names.class.getResourceAsStream(resource)) {
            bytes = in.readAllBytes();
        }
        byte[] renamed =
                ClassFile.of()
                        .transformClass(
                                ClassFile.of().parse(bytes),
                                ClassDesc.of("io.fairlead.session.Names"),
                                java.lang.classfile.ClassTransform.ACCEPT_ALL);
        assertThat(HostRules.check("m", renamed)).hasSize(1);
    }

    /** Refers to the machine's clock. */
    static final class Names {
        final java.util.function.LongSupplier clock = System::nanoTime;
    }
}
