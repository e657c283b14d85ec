package io.fairlead.server.worker;

import io.fairlead.frame.FrameException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.WorkerException;
import io.fairlead.service.CloseReason;
import io.fairlead.tls.layer.TlsOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server and a worker process say to each other: a byte that tells the kind, and what
 * belongs to it. The server reads numbers and text alone from a worker, never objects: a service
 * that was taken over cannot have it make any.
 *
 * <pre>
 *   server to worker   ORDER last, bytes   SERVE id, header (and a descriptor)
 *                      CERTIFICATES last, bytes   RETIRE   DRAIN   CUT
 *   worker to server   READY   COUNTS memory, (id, received, sent)*   PRINTED consumer, text
 *                      TAKEN id, or REFUSED id, errno                 FAILED text
 *                      ENDED id, received, sent, reason, detail, failure
 * </pre>
 *
 * <p>A descriptor may not fit the worker's table. So the server keeps its own until it hears TAKEN,
 * and after REFUSED gives it to another worker, or to the same one later.
 */
public final class ControlMessage {
    static final byte ORDER = 1;
    static final byte SERVE = 2;
    public static final byte DRAIN = 3;
    public static final byte CUT = 4;
    public static final byte READY = 5;
    public static final byte COUNTS = 6;
    public static final byte ENDED = 7;
    public static final byte PRINTED = 8;
    public static final byte FAILED = 9;
    public static final byte RETIRE = 10;
    public static final byte TAKEN = 11;
    public static final byte REFUSED = 12;
    static final byte CERTIFICATES = 13;

    /** Connections in one message of counts. */
    static final int COUNTS_MAX = 500;

    private static final int PART_BYTES_MAX = ControlSocket.MESSAGE_BYTES_MAX - 2;
    private static final int TEXT_CHARACTERS_MAX = 1_000;
    private static final int PRINTED_CHARACTERS_MAX = 10_000;
    private static final int STACK_ELEMENTS_MAX = 40;
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final int NO_FAILURE = 0;
    private static final int BAD_FRAME = 1;
    private static final int THROWN = 2;

    private ControlMessage() {}

    /** Writes the fields of a message. */
    private interface Fields {
        void write(DataOutputStream to) throws IOException;
    }

    private static byte[] message(byte kind, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try {
            DataOutputStream to = new DataOutputStream(bytes);
            to.writeByte(kind);
            fields.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes everything
        }
        return bytes.toByteArray();
    }

    /** A message that is its kind alone. */
    public static byte[] of(byte kind) {
        return new byte[] {kind};
    }

    /** The parts of what a worker is to serve. */
    public static List<byte[]> order(byte[] order) {
        return parts(ORDER, order);
    }

    /** The parts of what a worker is to show from now on, as {@link TlsOrder#bytes} has it. */
    public static List<byte[]> certificates(byte[] order) {
        return parts(CERTIFICATES, order);
    }

    private static List<byte[]> parts(byte kind, byte[] order) {
        int parts = Math.max(1, Math.ceilDiv(order.length, PART_BYTES_MAX));
        byte[][] messages = new byte[parts][];
        for (int i = 0; i < parts; i++) {
            int from = i * PART_BYTES_MAX;
            int to = Math.min(order.length, from + PART_BYTES_MAX);
            byte[] part = new byte[2 + to - from];
            part[0] = kind;
            part[1] = (byte) (i == parts - 1 ? 1 : 0);
            System.arraycopy(order, from, part, 2, to - from);
            messages[i] = part;
        }
        return List.of(messages);
    }

    /**
     * A connection.
     *
     * @param header of the PROXY protocol that it began with; empty without one
     */
    public static byte[] serve(long id, byte[] header) {
        return message(
                SERVE,
                to -> {
                    to.writeLong(id);
                    to.write(header);
                });
    }

    /** The descriptor has arrived, and nothing was read from it before. */
    static byte[] taken(long id) {
        return message(TAKEN, to -> to.writeLong(id));
    }

    /** The descriptor could not be taken. */
    static byte[] refused(long id, int errno) {
        return message(
                REFUSED,
                to -> {
                    to.writeLong(id);
                    to.writeInt(errno);
                });
    }

    /** How much memory is lent, and then three numbers for each connection. */
    static byte[] counts(long bufferBytes, long[] counts, int length) {
        return message(
                COUNTS,
                to -> {
                    to.writeLong(bufferBytes);
                    for (int i = 0; i < length; i++) to.writeLong(counts[i]);
                });
    }

    static byte[] printed(int consumer, String text) {
        return message(
                PRINTED,
                to -> {
                    to.writeInt(consumer);
                    to.writeUTF(shortened(text, PRINTED_CHARACTERS_MAX));
                });
    }

    static byte[] failed(String text) {
        return message(FAILED, to -> to.writeUTF(shortened(text, TEXT_CHARACTERS_MAX)));
    }

    static byte[] ended(long id, ConnectionReport report) {
        return message(
                ENDED,
                to -> {
                    to.writeLong(id);
                    to.writeLong(report.bytesReceived());
                    to.writeLong(report.bytesSent());
                    CloseReason reason = report.reason();
                    to.writeUTF(reason == null ? "" : reason.name());
                    String detail = report.detail();
                    to.writeBoolean(detail != null);
                    to.writeUTF(detail == null ? "" : shortened(detail, TEXT_CHARACTERS_MAX));
                    writeFailure(to, report.failure());
                });
    }

    private static void writeFailure(DataOutputStream to, @Nullable Throwable failure)
            throws IOException {
        if (failure == null) {
            to.writeByte(NO_FAILURE);
            return;
        }
        to.writeByte(failure instanceof FrameException ? BAD_FRAME : THROWN);
        String message = failure.getMessage();
        to.writeUTF(shortened(failure.getClass().getName(), TEXT_CHARACTERS_MAX));
        to.writeUTF(message == null ? "" : shortened(message, TEXT_CHARACTERS_MAX));
        StackTraceElement[] stack = failure.getStackTrace();
        int length = Math.min(stack.length, STACK_ELEMENTS_MAX);
        to.writeByte(length);
        for (int i = 0; i < length; i++) {
            to.writeUTF(shortened(stack[i].getClassName(), NAME_CHARACTERS_MAX));
            to.writeUTF(shortened(stack[i].getMethodName(), NAME_CHARACTERS_MAX));
            to.writeUTF(shortened(String.valueOf(stack[i].getFileName()), NAME_CHARACTERS_MAX));
            to.writeInt(stack[i].getLineNumber());
        }
    }

    /** The text, or its end, which says more than the beginning of a class's name. */
    private static String shortened(String text, int characters) {
        if (text.length() <= characters) return text;
        return characters == NAME_CHARACTERS_MAX
                ? text.substring(text.length() - characters)
                : text.substring(0, characters);
    }

    // ---- reading ----

    /** The fields of a message, after its kind. */
    public static DataInputStream fields(byte[] message) {
        return new DataInputStream(new ByteArrayInputStream(message, 1, message.length - 1));
    }

    /** The part of an order, or of certificates, that a message is. */
    static byte[] part(byte[] message) {
        return Arrays.copyOfRange(message, 2, message.length);
    }

    /** True if no part follows. */
    static boolean isLast(byte[] message) {
        return message[1] != 0;
    }

    /** Why a connection ended; that its worker died, if what the worker says makes no sense. */
    public static CloseReason reason(DataInputStream from) throws IOException {
        String name = from.readUTF();
        for (CloseReason reason : CloseReason.values()) {
            if (reason.name().equals(name)) return reason;
        }
        return CloseReason.WORKER_DIED;
    }

    /** The service's own words for it; null if it gave none. */
    public static @Nullable String detail(DataInputStream from) throws IOException {
        boolean given = from.readBoolean();
        String text = from.readUTF();
        return given ? text : null;
    }

    /** What was thrown, if anything was. */
    public static @Nullable Throwable failure(DataInputStream from) throws IOException {
        int kind = from.readUnsignedByte();
        if (kind == NO_FAILURE) return null;
        String className = from.readUTF();
        String text = from.readUTF();
        StackTraceElement[] stack = new StackTraceElement[from.readUnsignedByte()];
        for (int i = 0; i < stack.length; i++) {
            stack[i] =
                    new StackTraceElement(
                            from.readUTF(), from.readUTF(), from.readUTF(), from.readInt());
        }
        Exception failure =
                kind == BAD_FRAME ? new FrameException(text) : new WorkerException(className, text);
        failure.setStackTrace(stack);
        return failure;
    }
}
