package io.fairlead.net.socket;

import io.fairlead.net.NetException;
import io.fairlead.posix.Errno;
import java.io.IOException;

/** Turns what a native call returned into the exception that the JDK would have thrown. */
public final class NativeErrors {
    private NativeErrors() {}

    /**
     * An exception with the system's words, from which {@link NetException#of} finds the name.
     *
     * @param result of the call: {@code -errno}
     */
    public static IOException of(int result) {
        return new IOException(Errno.text(result));
    }

    /**
     * What a call returned, if it is no error.
     *
     * @throws IOException as {@link #of}, if {@code result} is {@code -errno}
     */
    public static int check(int result) throws IOException {
        if (result < 0) throw of(result);
        return result;
    }
}
