package io.fairlead.services.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The first bytes that the JDK's TLS clients send. */
final class Hellos {
    private static final int HEADER = 5;

    private Hellos() {}

    /**
     * A ClientHello.
     *
     * @param name asked for; null for none
     */
    static byte[] of(@Nullable String name) throws GeneralSecurityException, SSLException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        if (name != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        }
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same message in records of {@code size} bytes. */
    static byte[] inRecords(byte[] hello, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = HEADER; at < hello.length; at += size) {
            int part = Math.min(size, hello.length - at);
            out.write(hello, 0, HEADER - Short.BYTES);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) part).array());
            out.write(hello, at, part);
        }
        return out.toByteArray();
    }
}
