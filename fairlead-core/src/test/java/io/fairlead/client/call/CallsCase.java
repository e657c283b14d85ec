package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.client.call.CallException.Kind;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Service;
import io.fairlead.tls.TestTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of calls have in common: a server, a client of some model, and its calls. */
abstract class CallsCase {
    static final Duration SOON = Duration.ofMillis(20);

    @RegisterExtension final Rig rig;
    final Place place;
    final Questions questions = new Questions();
    private final List<Calls> opened = new ArrayList<>();

    CallsCase(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @AfterEach
    void nothingIsUnderWay() {
        opened.forEach(Calls::close);
        for (Calls calls : opened) {
            calls.close();
            assertThat(calls.submit(Frame.of("late"))).isCompletedExceptionally();
        }
    }

    /** The server is of one model: the client is what is tried. */
    Server serve(Service service) throws NetException {
        return serve(service, Rig.CODEC);
    }

    Server serve(Service service, Codec codec) throws NetException {
        ServerBuilder server = Server.at(place.freeEndpoint()).codec(codec).observer(rig.recorder);
        if (place.net() == Place.Net.TLS) server.tls(TestTls.server());
        return rig.keep(server.serve(service));
    }

    CallsBuilder builder() throws NetException {
        return builder(serve(questions));
    }

    CallsBuilder builder(Server server) throws NetException {
        return Calls.over(rig.keep(client(server).start()));
    }

    ClientBuilder client(Server server) {
        ClientBuilder client =
                Client.to(server.endpoint())
                        .model(place.model())
                        .codec(Rig.CODEC)
                        .observer(rig.recorder);
        return place.net() == Place.Net.TLS ? client.tls(TestTls.client()) : client;
    }

    Calls start(CallsBuilder builder) {
        Calls calls = builder.start();
        opened.add(calls);
        return calls;
    }

    static CompletableFuture<Frame> ask(Calls calls, String question) {
        return calls.submit(Frame.of(question));
    }

    static String text(CompletableFuture<Frame> answer) throws Exception {
        return answer.get(60, TimeUnit.SECONDS).text();
    }

    static CallException failure(CompletableFuture<Frame> answer) {
        try {
            throw new AssertionError("answered: " + text(answer));
        } catch (ExecutionException e) {
            return (CallException) Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not answered", e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Why a call failed that was sent; those that were too late for that are made again. */
    static CallException sentInVain(Calls calls, String question) {
        CallException failure;
        do {
            failure = failure(calls.submit(Frame.of(question), SOON));
        } while (failure.kind() == Kind.TIMEOUT && !failure.maybeSent());
        return failure;
    }

    /** {@code 7:text} has the key 7. */
    static String key(Frame frame) {
        String text = frame.text();
        return text.split(":", 2)[0];
    }
}
