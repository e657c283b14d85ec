package io.fairlead.pcap;

import java.io.IOException;
import java.util.Locale;

/** A capture file cannot be read on; the message says where and why. */
public final class CaptureFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final long offset;

    /**
     * @param offset where in the file, in bytes
     * @param reason why
     */
    CaptureFileException(long offset, String reason) {
        super(String.format(Locale.ROOT, "at byte %,d of the capture: %s", offset, reason));
        this.offset = offset;
    }

    /** Where in the file, in bytes from its beginning. */
    public long offset() {
        return offset;
    }
}
