package io.fairlead.pcap;

import io.fairlead.packet.CapturedFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a pcap or pcapng file, one after the other. For one thread. */
public sealed interface CaptureReader extends AutoCloseable permits PcapReader, PcapngReader {
    /** Longer frames than any interface makes; what claims to be longer is not a frame. */
    int FRAME_BYTES_MAX = 16 * 1024 * 1024;

    /**
     * Begins to read a capture; its first four bytes tell which kind it is.
     *
     * <p>One that gzip has compressed is read as if it were not; places in it then count what it
     * holds.
     *
     * @param in the file, or a pipe from a program that writes one; closed with the reader
     * @throws CaptureFileException if it is no capture
     * @throws IOException if it cannot be read
     */
    static CaptureReader open(InputStream in) throws IOException {
        FileBytes file = new FileBytes(Compressed.plain(new BufferedInputStream(in)));
        ByteBuffer magic = file.read(Integer.BYTES, "the first four bytes of a capture");
        int number = magic.getInt();
        return number == PcapngReader.SECTION_HEADER
                ? new PcapngReader(file, in)
                : PcapReader.open(file, in, number);
    }

    /**
     * The next frame; null at the end.
     *
     * @throws CaptureFileException if the file is broken or cut off here; there is no next frame
     * @throws IOException if it cannot be read
     */
    @Nullable CapturedFrame next() throws IOException;

    /** Packets that the program which wrote the file says it has lost, as far as it was read. */
    long drops();

    /**
     * Secrets of TLS connections that the file has had since the last call, as lines of a key log;
     * empty if it has had none.
     */
    default String takeSecrets() {
        return "";
    }

    @Override
    void close() throws IOException;
}
