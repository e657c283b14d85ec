package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerObserver;
import io.fairlead.service.Limits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A chat with all its doors, on ports of its own. */
final class Inn implements AutoCloseable {
    private final Chat chat;
    private final Map<Doors, Server> servers = new EnumMap<>(Doors.class);

    Inn(Model model, ChatOptions options, History history) throws IOException {
        this(model, options, history, Limits.DEFAULT);
    }

    Inn(Model model, ChatOptions options, History history, Limits limits) throws IOException {
        chat = new Chat(options, history, Clock.systemUTC());
        for (Doors door : Doors.values()) {
            Endpoint endpoint =
                    door == Doors.DATAGRAMS
                            ? Endpoint.udp("127.0.0.1", 0)
                            : Endpoint.tcp("127.0.0.1", 0);
            Server server =
                    Server.at(endpoint)
                            .model(model)
                            .codec(door.codec())
                            .limits(Doors.limits(limits))
                            .observer(ServerObserver.NONE)
                            .serve(door.service(chat));
            servers.put(door, server);
        }
    }

    static Inn usual() throws IOException {
        return new Inn(Model.VIRTUAL, ChatOptions.DEFAULT, History.NONE);
    }

    Chat chat() {
        return chat;
    }

    int port(Doors door) {
        return server(door).port();
    }

    Server server(Doors door) {
        return java.util.Objects.requireNonNull(servers.get(door));
    }

    @Override
    public void close() {
        try {
            for (Server server : servers.values()) server.drain(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        chat.close();
    }
}
