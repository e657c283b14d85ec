package io.fairlead.session;

/** A codec did not do what it has to when a frame was to be sent: nothing of it is queued. */
final class CodecFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Throwable thrown;

    /**
     * @param thrown what the codec threw, or what says what it did
     */
    CodecFailure(Throwable thrown) {
        super(null, thrown, false, false); // passed on at once: nobody asks for its stack
        this.thrown = thrown;
    }

    Throwable thrown() {
        return thrown;
    }
}
