package io.fairlead.services;

import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What services can be told. Immutable; {@link #DEFAULT} with some changes is the way to make one.
 *
 * @param clock tells daytime and time the time, and daytime the zone
 * @param rfcDatagrams true to let services answer a datagram beyond loopback with more than they
 *     received, as RFC 864 (chargen, 0 to 512 characters), 867 (daytime) and 868 (time) say: a
 *     stranger can then aim up to 512 bytes at somebody else for each byte of his own
 * @param print gets the lines that greet prints, in which control characters are escapes already;
 *     called from many threads at a time
 * @param servedPorts true for a port of a UDP service of ours: what comes from there is not
 *     answered, or two services would answer each other for ever; asked for each datagram
 * @param rates how many datagrams are answered
 * @param unanswered is told of those that are not; called from many threads at a time, and seldom
 */
public record ServiceOptions(
        Clock clock,
        boolean rfcDatagrams,
        Consumer<String> print,
        IntPredicate servedPorts,
        ReplyRates rates,
        Consumer<? super Unanswered> unanswered) {
    /**
     * The system's clock and zone, standard output, short replies, {@link ReplyRates#DEFAULT}, and
     * the default ports of {@link Shipped}; the logger {@code io.fairlead} has what is not
     * answered.
     */
    public static final ServiceOptions DEFAULT =
            new ServiceOptions(
                    Clock.system(ZoneId.systemDefault()),
                    false,
                    System.out::println,
                    Shipped::answersDatagramsAt,
                    ReplyRates.DEFAULT,
                    ServiceOptions::log);

    /** These options with another clock. */
    public ServiceOptions withClock(Clock newClock) {
        return new ServiceOptions(newClock, rfcDatagrams, print, servedPorts, rates, unanswered);
    }

    /** These options with the RFC's rule for the length of datagrams, or without. */
    public ServiceOptions withRfcDatagrams(boolean on) {
        return new ServiceOptions(clock, on, print, servedPorts, rates, unanswered);
    }

    /** These options with another place to print to. */
    public ServiceOptions withPrint(Consumer<String> newPrint) {
        return new ServiceOptions(clock, rfcDatagrams, newPrint, servedPorts, rates, unanswered);
    }

    /** These options with other ports of our own. */
    public ServiceOptions withServedPorts(IntPredicate newPorts) {
        return new ServiceOptions(clock, rfcDatagrams, print, newPorts, rates, unanswered);
    }

    /** These options with other rates. */
    public ServiceOptions withRates(ReplyRates newRates) {
        return new ServiceOptions(clock, rfcDatagrams, print, servedPorts, newRates, unanswered);
    }

    /** These options with another listener for what is not answered. */
    public ServiceOptions withUnanswered(Consumer<? super Unanswered> newUnanswered) {
        return new ServiceOptions(clock, rfcDatagrams, print, servedPorts, rates, newUnanswered);
    }

    private static void log(Unanswered unanswered) {
        System.getLogger("io.fairlead").log(System.Logger.Level.WARNING, unanswered.words());
    }
}
