package io.fairlead.services;

import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Options of services. Immutable; start from {@link #DEFAULT} and change what you need.
 *
 * @param clock the time for daytime and time, and the zone for daytime
 * @param rfcDatagrams true to let services answer a datagram beyond loopback with more than they
 *     received, as RFC 864 (chargen, 0 to 512 characters), 867 (daytime) and 868 (time) say: an
 *     attacker can then aim up to 512 bytes at a victim for each byte sent
 * @param print receives the lines that greet prints, with control characters escaped; called from
 *     several threads at once
 * @param servedPorts returns true for a port of a UDP service served here. Datagrams from such a
 *     port are not answered, because two services would answer each other for ever. Called for each
 *     datagram
 * @param rates how many datagrams are answered per second
 * @param unanswered receives reports of unanswered datagrams; called from several threads at once,
 *     and seldom
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
     * the default ports of {@link Shipped}; the logger {@code io.fairlead} reports unanswered
     * datagrams.
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

    /** These options with another printer. */
    public ServiceOptions withPrint(Consumer<String> newPrint) {
        return new ServiceOptions(clock, rfcDatagrams, newPrint, servedPorts, rates, unanswered);
    }

    /** These options with another test for ports served here. */
    public ServiceOptions withServedPorts(IntPredicate newPorts) {
        return new ServiceOptions(clock, rfcDatagrams, print, newPorts, rates, unanswered);
    }

    /** These options with other rates. */
    public ServiceOptions withRates(ReplyRates newRates) {
        return new ServiceOptions(clock, rfcDatagrams, print, servedPorts, newRates, unanswered);
    }

    /** These options with another listener for unanswered datagrams. */
    public ServiceOptions withUnanswered(Consumer<? super Unanswered> newUnanswered) {
        return new ServiceOptions(clock, rfcDatagrams, print, servedPorts, rates, newUnanswered);
    }

    private static void log(Unanswered unanswered) {
        System.getLogger("io.fairlead").log(System.Logger.Level.WARNING, unanswered.words());
    }
}
