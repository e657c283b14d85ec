package io.fairlead.tls.keylog;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One call of the JDK for one connection; its secrets are written when it is over. */
public final class DerivationScope implements AutoCloseable {
    private final KeyLog log;
    private final String random;
    private final ThreadLocal<@Nullable DerivationScope> atWork;
    private final StringBuilder lines = new StringBuilder();

    DerivationScope(KeyLog log, String random, ThreadLocal<@Nullable DerivationScope> atWork) {
        this.log = log;
        this.random = random;
        this.atWork = atWork;
    }

    void add(String label, byte[] secret) {
        lines.append(label).append(' ').append(random).append(' ');
        lines.append(HexFormat.of().formatHex(secret)).append('\n');
    }

    @Override
    public void close() {
        atWork.remove();
        if (!lines.isEmpty()) log.write(lines.toString());
    }
}
