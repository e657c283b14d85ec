package io.fairlead.payload.tls;

import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.TlsRecord;
import org.jspecify.annotations.Nullable;

/** Opens the records of one direction, one after the other. For one thread. */
interface RecordKeys {
    /** Of a record: its real type, and what it holds. */
    record Opened(int type, Octets content) {}

    /** Opens the next record; null if it is not, or has been changed. */
    @Nullable Opened open(TlsRecord record);
}
