package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts what one end wrote into records, however it came. Holds no more than one record. For one
 * thread.
 */
public final class TlsRecords {
    private byte[] begun = new byte[TlsRecord.HEADER_BYTES]; // longer once its length is known
    private int known;
    private boolean broken;

    /** At the beginning of a record. */
    public TlsRecords() {}

    /** Takes what was written next; returns the records that are complete by it. */
    public List<TlsRecord> add(Octets octets) {
        List<TlsRecord> complete = new ArrayList<>();
        byte[] bytes = octets.toArray();
        int at = 0;
        while (at < bytes.length && !broken) {
            int taken = Math.min(begun.length - known, bytes.length - at);
            System.arraycopy(bytes, at, begun, known, taken);
            known += taken;
            at += taken;
            int whole = TlsRecord.bytes(begun, known);
            broken = whole < 0;
            if (whole > begun.length) begun = Arrays.copyOf(begun, whole);
            if (whole == known) {
                complete.add(TlsRecord.of(begun));
                restart();
            }
        }
        return complete;
    }

    /** Begins again: what comes next is the beginning of a record. */
    public void restart() {
        begun = new byte[TlsRecord.HEADER_BYTES];
        known = 0;
        broken = false;
    }

    /** How many bytes of a record have come that is not complete. */
    public int begunBytes() {
        return known;
    }

    /** Whether something came that is no record: what follows has no meaning here. */
    public boolean isBroken() {
        return broken;
    }
}
