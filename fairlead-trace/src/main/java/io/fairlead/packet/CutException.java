package io.fairlead.packet;

/** The bytes end before what is to be read. Never leaves this room. */
final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param length where the bytes end, counted from the beginning of the frame
     */
    CutException(int length) {
        super("the frame ends at byte " + length, null, false, false);
    }
}
