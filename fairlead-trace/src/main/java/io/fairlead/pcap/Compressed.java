package io.fairlead.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Files that a program has compressed, told by how they begin. */
final class Compressed {
    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String GZIP = "1f8b";

    /** The beginnings of files that have to be decompressed first, and what does that. */
    private static final Map<String, String> OTHERS =
            Map.of("28b52ffd", "zstd", "fd377a58", "xz", "425a6839", "bzip2", "04224d18", "lz4");

    private Compressed() {}

    /** The bytes in what may be compressed. */
    static InputStream plain(BufferedInputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        String magic = HexFormat.of().formatHex(in.readNBytes(MAGIC_BYTES));
        in.reset();
        if (magic.startsWith(GZIP)) {
            return new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
        }
        String program = OTHERS.get(magic);
        if (program == null) return in;
        throw new CaptureFileException(
                0,
                "%s has compressed it; %s -dc FILE | fairlead trace --pcap - reads it"
                        .formatted(program, program));
    }
}
