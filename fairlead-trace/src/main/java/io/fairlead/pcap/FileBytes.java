package io.fairlead.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A file that is read from its beginning to its end, and where that reading is. One thread. */
final class FileBytes {
    private final InputStream in;
    private long offset;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;

    FileBytes(InputStream in) {
        this.in = in;
    }

    long offset() {
        return offset;
    }

    /** From now on numbers are read so. */
    void order(ByteOrder newOrder) {
        order = newOrder;
    }

    /** Reads exactly so many bytes; null when the file ends before the first of them. */
    @Nullable ByteBuffer tryRead(int bytes, String what) throws IOException {
        byte[] array = bytes(bytes, what);
        if (array.length == 0 && bytes > 0) return null;
        if (array.length < bytes) {
            throw new CaptureFileException(
                    offset,
                    String.format(
                            Locale.ROOT,
                            "the file ends in %s, after %,d of %,d bytes",
                            what,
                            array.length,
                            bytes));
        }
        offset += bytes;
        return ByteBuffer.wrap(array).order(order);
    }

    private byte[] bytes(int count, String what) throws IOException {
        try {
            return in.readNBytes(count);
        } catch (EOFException e) { // of the decompressor: what it had of these bytes is lost
            throw new CaptureFileException(
                    offset, "the compressed file ends before the end of " + what);
        } catch (ZipException e) {
            throw new CaptureFileException(
                    offset, "what gzip has compressed is broken here: " + e.getMessage());
        }
    }

    /** Reads exactly so many bytes. */
    ByteBuffer read(int bytes, String what) throws IOException {
        ByteBuffer buffer = tryRead(bytes, what);
        if (buffer == null) {
            throw new CaptureFileException(offset, "the file ends before " + what);
        }
        return buffer;
    }
}
