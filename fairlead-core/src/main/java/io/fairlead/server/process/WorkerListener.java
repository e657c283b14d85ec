package io.fairlead.server.process;

/** Hears what a {@link Worker} says. */
interface WorkerListener {
    /** It can serve. */
    void onReady(Worker worker);

    /** One of its connections has ended, and was reported. */
    void onServed(Worker worker);

    /** It could not take a connection, which is the listener's again. */
    void onRefused(Worker worker, Guest guest, int errno);

    /** It takes connections again, after so many refusals. */
    void onRecovered(long refusals);

    /** Its memory for buffers has changed by so many bytes. */
    void onBuffers(long difference);

    /** A service in it has something for a consumer that stayed. */
    void onPrinted(int consumer, String text);

    /** The process has ended and is reaped; the connections it had are {@link Worker#guests}. */
    void onEnded(Worker worker, int status);
}
