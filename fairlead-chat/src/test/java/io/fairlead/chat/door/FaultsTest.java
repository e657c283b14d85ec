package io.fairlead.chat.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Event;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.MemberListener;
import io.fairlead.chat.room.Newcomer;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.chat.room.Said;
import io.fairlead.client.Datagrams;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerObserver;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one does, or what fails for one, is nothing to the others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
    private static final List<Supplier<Throwable>> KINDS =
            List.of(
                    () -> new IllegalStateException("made to fail"),
                    () -> new AssertionError("made to fail"),
                    () -> new StackOverflowError("made to fail"),
                    () -> new OutOfMemoryError("made to fail"));

    /**
     * A name of that length once left no room for a text, and the chat looked for some for ever.
     */
    @Test
    void aMessageToAVeryLongNameIsRefused() throws Exception {
        String name = "x".repeat(470);
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest bob = Guest.onIrc(inn.port(Doors.IRC), "bob", "");
                Datagrams udp = Datagrams.connect("udp://:" + inn.port(Doors.DATAGRAMS))) {
            ada.type("/msg " + name + " h", "/msg #" + name + " h", "/join " + name);
            assertThat(ada.await("! nobody here is called xxx").length()).isLessThan(200);
            ada.await("! nobody here is called #xxx");
            ada.await("! a room's name has at most 50 bytes in UTF-8; this one has 471");
            bob.type(
                    "PRIVMSG " + name + " :h", "PRIVMSG #" + name + " :h", "NOTICE " + name + " h");
            bob.await(" 401 bob xxx");
            bob.await(" 403 bob #xxx");
            udp.send("/msg " + name + " h\nhello from udp");
            ada.await("<guest_2> hello from udp");
        }
    }

    /** A door whose lines fail, each in its own way. */
    private record Trap(Chat chat) implements Service {
        @Override
        public boolean sharesState() {
            return true;
        }

        @Override
        public void onOpen(Peer peer) {
            Caller caller = new Caller(chat, peer);
            peer.attach(caller);
            chat.act(() -> enter(caller));
        }

        private static void enter(Caller caller) {
            try {
                caller.enter("trap", caller.newcomer("t", "trap", event -> {}));
            } catch (RefusedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            Supplier<Throwable> kind = KINDS.get(Integer.parseInt(frame.text()));
            ((Caller) Objects.requireNonNull(peer.attachment()))
                    .take(() -> FaultsTest.<RuntimeException>raise(kind.get()));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable error) throws T {
        throw (T) error;
    }

    @Test
    void aCommandThatFailsEndsItsOwnConnection() throws Exception {
        try (Inn inn = Inn.usual();
                Server trap =
                        Server.at(Endpoint.tcp("127.0.0.1", 0))
                                .codec(Doors.LINES.codec())
                                .observer(ServerObserver.NONE)
                                .serve(new Trap(inn.chat()));
                Guest ada = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are");
            for (int i = 0; i < KINDS.size(); i++) {
                try (Guest victim = Guest.at(trap.port())) {
                    victim.type(Integer.toString(i));
                    assertThat(victim.awaitEnd())
                            .containsExactly("! an error in this server; good-bye");
                }
                ada.type("/who");
                assertThat(ada.await("= in #lobby")).endsWith(": @guest");
            }
        }
    }

    @Test
    void whoCannotBeToldOfAnEventIsSentAway() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are");
            for (Supplier<Throwable> kind : KINDS) {
                inn.chat().act(() -> enterOneThatFails(inn.chat(), kind));
                ada.type("hello");
                ada.await("*** deaf is gone (it failed)");
            }
        }
    }

    private static void enterOneThatFails(Chat chat, Supplier<Throwable> kind) {
        AtomicReference<@Nullable Member> member = new AtomicReference<>();
        var listener =
                new MemberListener() {
                    @Override
                    public void on(Event event) {
                        FaultsTest.<RuntimeException>raise(kind.get());
                    }

                    @Override
                    public void onFault() {
                        chat.hall().quit(Objects.requireNonNull(member.get()), "it failed");
                    }
                };
        try {
            var newcomer = new Newcomer("d", "h", "r", listener);
            member.set(chat.hall().enter("deaf", newcomer));
            chat.hall().join(Objects.requireNonNull(member.get()), "#lobby", "");
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** A history, and a clock, that fail in every way one after the other. */
    private static class Broken extends Clock implements History {
        private final AtomicInteger calls = new AtomicInteger();

        private void fail() {
            FaultsTest.<RuntimeException>raise(
                    KINDS.get(calls.getAndIncrement() % KINDS.size()).get());
        }

        @Override
        public void append(List<Said> messages) {
            fail();
        }

        @Override
        public List<Said> find(Query query) {
            fail();
            return List.of();
        }

        @Override
        public long lastId() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public long millis() {
            if (calls.get() > 0 && calls.getAndIncrement() % 3 == 0) fail();
            return 1;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aHistoryThatFailsInAnyWayIsToldAndTheTalkGoesOn() throws Exception {
        try (Inn inn = new Inn(Model.VIRTUAL, ChatOptions.DEFAULT, new Broken());
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest bob = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are");
            bob.await("You are");
            for (int i = 0; i < 2 * KINDS.size(); i++) {
                ada.type("hello " + i);
                bob.await("hello " + i);
                if (i == 0) bob.await("*** The history cannot be written now");
                bob.type("/history");
                bob.await("! the history cannot be read now: made to fail");
            }
        }
    }

    /** The thread that writes is there still, whatever the driver has thrown at it. */
    @Test
    void aHistoryThatWorksAgainIsWrittenAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        History once =
                new Broken() {
                    @Override
                    public void append(List<Said> messages) {
                        if (calls.getAndIncrement() == 0) throw new StackOverflowError();
                    }
                };
        try (Inn inn = new Inn(Model.VIRTUAL, ChatOptions.DEFAULT, once);
                Guest ada = Guest.at(inn.port(Doors.LINES))) {
            ada.type("hello");
            ada.await("*** The history cannot be written now");
            ada.await("*** The history is written again; nothing is missing.");
        }
    }

    @Test
    void aClockThatFailsEndsNothing() throws Exception {
        Broken clock = new Broken();
        try (Chat chat = new Chat(ChatOptions.DEFAULT, History.NONE, clock)) {
            clock.calls.set(1);
            for (int i = 0; i < 30; i++) {
                var done = new CompletableFuture<Boolean>();
                chat.act(() -> done.complete(true));
                assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
