package io.fairlead.chat;

import io.fairlead.chat.history.History;
import io.fairlead.chat.history.Ledger;
import io.fairlead.chat.name.Name;
import io.fairlead.chat.name.NameException;
import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Hall;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.Said;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A chat: a hall and the one thread that does everything in it, in turns.
 *
 * <pre>
 *   doors ──act──▶ queue ──▶ hall ──▶ history (one commit a turn) ──▶ deliveries ──▶ doors
 * </pre>
 *
 * <p>A message is stored before anybody sees it, so every message that was seen survives a crash.
 * If the history fails, members get a notice and the chat goes on. {@link #act} and {@link #after}
 * are safe for any thread. Call the other methods only from the actions that these two run.
 */
public final class Chat implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Chat.class.getName());
    private static final int TURN_MAX = 1_000;
    private static final int OUTCOMES_MAX = 10_000; // what many ask for at once is not held at once
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(2);
    private static final List<String> RESERVED =
            List.of("server", "admin", "root", "operator", "fairlead");

    private final ChatOptions options;
    private final ChatHost host;
    private final History history;
    private final @Nullable Ledger ledger; // null if nothing is kept
    private final Readers readers;
    private final Addresses addresses;
    private final Hall hall = new Hall(this::deliver, this::record);
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final List<Said> said = new ArrayList<>();
    private final List<Runnable> outcomes = new ArrayList<>();
    private final @Nullable ChatThread thread; // null if the host has timers
    private long dueNs = Long.MAX_VALUE; // the next turn that is asked of those
    private boolean closing;
    private long number;

    /** What happens at a time; of two at the same time, that which was asked for first. */
    private record Alarm(long atNs, Runnable action) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.signum(atNs - other.atNs);
        }
    }

    /** Starts a chat on this machine. */
    public Chat(ChatOptions options, History history, Clock clock) throws IOException {
        this(options, history, ChatHost.of(clock));
    }

    /**
     * Starts a chat.
     *
     * @param history is closed with the chat
     * @throws IOException if the history cannot be read
     */
    public Chat(ChatOptions options, History history, ChatHost host) throws IOException {
        this.options = options;
        this.history = history;
        this.host = host;
        addresses = new Addresses(options, host.random());
        hall.startAfter(history.lastId());
        hall.advance(host.clock().millis());
        reserveNames();
        readers = new Readers(history);
        ledger = hasHistory() ? new Ledger(history, HISTORY_PATIENCE, new Announcer()) : null;
        thread = host.timers() == null ? new ChatThread(this::run) : null;
        if (thread != null) thread.start();
    }

    private void reserveNames() {
        try {
            for (String name : RESERVED) hall.reserve(Name.ofMember(name));
        } catch (NameException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Announcer implements Ledger.Listener {
        @Override
        public void onFailing(String why) {
            LOG.log(System.Logger.Level.WARNING, "the history fails: {0}", why);
            act(() ->
                    hall.announce(
                            "The history cannot be written now ("
                                    + why
                                    + "). Messages reach everybody"
                                    + " who is here, but may be lost to /history."));
        }

        @Override
        public void onRecovered(long lost) {
            LOG.log(System.Logger.Level.INFO, "the history works again; lost: {0}", lost);
            String gap = lost == 0 ? "nothing is missing" : lost + " messages are missing";
            act(() -> hall.announce("The history is written again; " + gap + "."));
        }
    }

    // ---- for doors ----

    /** The options it was started with. */
    public ChatOptions options() {
        return options;
    }

    /** Where members come from. */
    public Addresses addresses() {
        return addresses;
    }

    /** All members and rooms. Use it only in actions that {@link #act} runs. */
    public Hall hall() {
        return hall;
    }

    /** Runs {@code action} in one of the next turns, after earlier actions. */
    public void act(Runnable action) {
        queue.add(action);
        if (thread == null) turnIn(0);
    }

    /** Runs {@code action} as {@link #act} does, but not before {@code delay} has passed. */
    public void after(Duration delay, Runnable action) {
        long atNs = nanoTime() + delay.toNanos();
        act(() -> alarms.add(new Alarm(atNs, action)));
    }

    /** Runs {@code outcome} when all messages so far are stored, in order with the events. */
    public void then(Runnable outcome) {
        outcomes.add(outcome);
    }

    /**
     * Reads the history on another thread, after all messages so far are stored.
     *
     * @param answer runs as an action of {@link #act}
     */
    public void find(History.Query query, Readers.Answer answer) {
        then(() ->
                readers.find(
                        query,
                        (found, error) -> act(() -> then(() -> answer.found(found, error)))));
    }

    /** The time where the chat runs, as {@link System#nanoTime}. Safe for any thread. */
    public long nanoTime() {
        return host.nanoTime().getAsLong();
    }

    /** Where to draw what others must not guess. Safe for any thread. */
    public RandomGenerator random() {
        return host.random();
    }

    /** A number that no other call returns. */
    public long nextNumber() {
        return ++number;
    }

    /** True if there is a history. */
    public boolean hasHistory() {
        return !history.equals(History.NONE);
    }

    private void deliver(Event event, Member to) {
        outcomes.add(() -> deliverNow(event, to));
    }

    /** Who misses an event would be shown a chat that is not: its door closes. */
    private static void deliverNow(Event event, Member to) {
        try {
            to.listener().on(event);
        } catch (Throwable e) {
            to.listener().onFault();
            throw e;
        }
    }

    private void record(Said message) {
        said.add(message);
    }

    // ---- turns ----

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                turn(queue.poll(waitNs(), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                closing = true;
            } catch (Throwable e) {
                report(e); // whatever it was, the next turn is everybody's
            }
        }
    }

    /** Has the host's timers give it a turn, unless they do so before that. */
    private void turnIn(long ns) {
        long atNs = nanoTime() + ns;
        ChatHost.Timers timers = host.timers();
        if (timers == null || dueNs <= atNs) return;
        dueNs = atNs;
        timers.after(Duration.ofNanos(ns), () -> turnAt(atNs));
    }

    private void turnAt(long atNs) {
        if (dueNs != atNs) return; // there is an earlier one
        dueNs = Long.MAX_VALUE;
        try {
            turn(queue.poll());
        } catch (Throwable e) {
            report(e);
        }
        boolean waits = queue.isEmpty();
        if (!waits || !outcomes.isEmpty() || !alarms.isEmpty()) turnIn(waits ? waitNs() : 0);
    }

    private void turn(@Nullable Runnable first) {
        Runnable action = first;
        guarded(this::advance);
        for (int i = 0; action != null; i++) {
            guarded(action);
            action = i < TURN_MAX - 1 && outcomes.size() < OUTCOMES_MAX ? queue.poll() : null;
        }
        while (!alarms.isEmpty() && alarms.element().atNs() - nanoTime() <= 0) {
            guarded(alarms.remove().action());
        }
        List<Said> message = List.copyOf(said);
        List<Runnable> now = List.copyOf(outcomes);
        said.clear();
        outcomes.clear();
        try {
            if (ledger != null && !message.isEmpty()) ledger.record(message);
        } finally {
            now.forEach(this::guarded);
        }
    }

    private void advance() {
        hall.advance(host.clock().millis());
    }

    private long waitNs() {
        if (!outcomes.isEmpty()) return 0; // asked for by an outcome of the last turn
        if (alarms.isEmpty()) return IDLE_NS;
        return Math.clamp(alarms.element().atNs() - nanoTime(), 0, IDLE_NS);
    }

    /**
     * One member's fault is nobody else's, whatever is thrown: where memory runs out, the command
     * line ends the process (ExitOnOutOfMemoryError), and a library's user may choose to.
     */
    private void guarded(Runnable action) {
        if (thread != null) thread.watch().begin();
        try {
            action.run();
        } catch (Throwable e) {
            report(e);
        } finally {
            if (thread != null) thread.watch().end();
        }
    }

    private static void report(Throwable error) {
        LOG.log(System.Logger.Level.ERROR, "an act of the chat failed", error);
    }

    /** Ends after all earlier actions, and closes the history. */
    @Override
    public void close() {
        act(() -> closing = true);
        if (thread != null) thread.close();
        readers.close();
        if (ledger != null) ledger.close();
    }
}
