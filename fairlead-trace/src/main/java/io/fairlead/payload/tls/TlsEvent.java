package io.fairlead.payload.tls;

import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.TlsRecord;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;

/**
 * A message of TLS, or some records that go together. Immutable.
 *
 * @param fromClient whether the client wrote it
 * @param kind what it is
 * @param what its name and what it says, safe to show; empty for data that was decrypted
 * @param records how many
 * @param bytes how many they have, encrypted or not
 * @param plain the data of the connection; none unless it is {@link Kind#DATA}
 */
public record TlsEvent(
        boolean fromClient, Kind kind, String what, int records, long bytes, Octets plain) {
    /** What there is to be seen. */
    public enum Kind {
        /** A message of a handshake. */
        HANDSHAKE,
        /** A change of cipher: in TLS 1.3 without a meaning. */
        CHANGE,
        /** An error, or the end. */
        ALERT,
        /** Data of the connection that could be decrypted. */
        DATA,
        /** What could not. */
        CLOSED,
        /** From here on nothing of this direction can. */
        LOST
    }

    static TlsEvent message(boolean fromClient, Kind kind, String what) {
        return new TlsEvent(fromClient, kind, what, 1, 0, Octets.of());
    }

    static TlsEvent data(boolean fromClient, Octets plain) {
        return new TlsEvent(fromClient, Kind.DATA, "", 1, plain.length(), plain);
    }

    /** The type of the record is what can be seen of it. */
    static TlsEvent closed(boolean fromClient, TlsRecord record, boolean isTls13) {
        int bytes = record.body().length();
        String what =
                switch (isTls13 ? TlsRecord.CHANGE_CIPHER_SPEC : record.type()) {
                    case TlsRecord.ALERT -> "alert";
                    case TlsRecord.HANDSHAKE -> "handshake message";
                    case TlsRecord.APPLICATION_DATA -> "record of application data";
                    default -> "record";
                };
        return new TlsEvent(fromClient, Kind.CLOSED, what, 1, bytes, Octets.of());
    }

    boolean joins(TlsEvent before) {
        boolean same = before.fromClient == fromClient && before.kind == kind;
        boolean closed = kind == Kind.CLOSED && what.startsWith("record");
        return same && before.what.equals(what) && (kind == Kind.DATA || closed);
    }

    /** One for several that {@linkplain #joins go together}; at least one. */
    static TlsEvent joined(List<TlsEvent> some) {
        TlsEvent first = some.getFirst();
        if (some.size() == 1) return first;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long total = 0;
        for (TlsEvent each : some) {
            all.writeBytes(each.plain.toArray());
            total += each.bytes;
        }
        Octets plain = Octets.of(all.toByteArray());
        return new TlsEvent(first.fromClient, first.kind, first.what, some.size(), total, plain);
    }

    /** {@code Finished}, {@code application data, 6 bytes}, {@code 2 encrypted records, ...}. */
    public String words() {
        String count = bytes == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", bytes);
        return switch (kind) {
            case DATA -> "application data, " + count;
            case CLOSED ->
                    records == 1
                            ? "an encrypted " + what + ", " + count
                            : records
                                    + " encrypted "
                                    + what.replace("record", "records")
                                    + ", "
                                    + count;
            default -> what;
        };
    }
}
