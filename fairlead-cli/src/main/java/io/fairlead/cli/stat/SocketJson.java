package io.fairlead.cli.stat;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.stat.End;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Meaning;
import io.fairlead.stat.Owners;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketOwner;
import io.fairlead.stat.SocketTimer;
import io.fairlead.stat.TcpFacts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * Sockets as JSON, an object a line (NDJSON): start, socket ..., end. What the kernel does not tell
 * is null. For one thread.
 */
final class SocketJson {
    private final Shell shell;
    private final StringBuilder text = new StringBuilder();

    SocketJson(Shell shell) {
        this.shell = shell;
    }

    /** Everything, once. */
    void all(Snapshot snapshot, SocketFilter wanted) throws OutputException {
        start();
        List<KernelSocket> sockets = wanted.of(snapshot);
        sockets.forEach(socket -> socket("socket", socket, snapshot.owners()));
        end(sockets, snapshot.remarks());
        flush();
    }

    void start() {
        line("start", json -> json.writeStringProperty("time", Instant.now().toString()));
    }

    /** Hands on what was written so far. */
    void flush() throws OutputException {
        String lines = text.toString();
        text.setLength(0);
        shell.print(lines);
    }

    private void line(String event, Consumer<JsonGenerator> fields) {
        text.append(JsonLine.event(event, fields)).append('\n');
    }

    private void end(List<KernelSocket> sockets, List<String> remarks) {
        Map<String, Long> states =
                sockets.stream()
                        .collect(
                                Collectors.groupingBy(
                                        socket -> socket.state().name(),
                                        TreeMap::new,
                                        Collectors.counting()));
        line(
                "end",
                json -> {
                    json.writeStringProperty("time", Instant.now().toString());
                    json.writeNumberProperty("sockets", sockets.size());
                    json.writeObjectPropertyStart("states");
                    states.forEach(json::writeNumberProperty);
                    json.writeEndObject();
                    JsonLine.strings(json, "remarks", remarks);
                });
    }

    /** One socket; {@code event} is socket, opened, changed or closed. */
    void socket(String event, KernelSocket socket, Owners owners) {
        line(event, json -> write(json, socket, owners));
    }

    private static void write(JsonGenerator json, KernelSocket socket, Owners owners) {
        json.writeStringProperty("protocol", socket.protocol().scheme());
        json.writeStringProperty("kind", socket.protocol().kind());
        json.writeStringProperty("state", socket.state().name());
        end(json, "local", socket.local());
        end(json, "remote", socket.remote());
        number(json, "receive_queue", socket.queues().receive());
        number(json, "send_queue", socket.queues().send());
        number(json, "drops", socket.queues().drops());
        timer(json, socket.timer());
        json.writeNumberProperty("inode", socket.identity().inode());
        json.writeStringProperty("cookie", Long.toHexString(socket.identity().cookie()));
        json.writeNumberProperty("peer_inode", socket.identity().peer());
        number(json, "uid", socket.identity().uid());
        json.writeStringProperty("user", owners.user(socket));
        json.writeArrayPropertyStart("owners");
        for (SocketOwner owner : owners.of(socket)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", owner.pid());
            json.writeStringProperty("command", owner.command());
            json.writeNumberProperty("fd", owner.fd());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanProperty("owner_hidden", owners.isHidden(socket));
        json.writeArrayPropertyStart("remarks");
        Meaning.of(socket, owners).forEach(remark -> json.writeString(remark.words()));
        json.writeEndArray();
        tcp(json, socket);
    }

    private static void end(JsonGenerator json, String name, End end) {
        if (end.isNone()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeStringProperty(name, end.inet() == null ? end.name() : end.toString());
        if (end.inet() != null) {
            json.writeStringProperty(name + "_address", end.host());
            json.writeNumberProperty(name + "_port", end.port());
        }
    }

    private static void number(JsonGenerator json, String name, long value) {
        if (value == KernelSocket.UNTOLD) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }

    private static void timer(JsonGenerator json, SocketTimer timer) {
        if (timer.kind() == SocketTimer.Kind.NONE) {
            json.writeNullProperty("timer");
            return;
        }
        json.writeObjectPropertyStart("timer");
        json.writeStringProperty("kind", timer.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("left_ms", timer.left().toMillis());
        json.writeNumberProperty("tries", timer.tries());
        json.writeEndObject();
    }

    private static void tcp(JsonGenerator json, KernelSocket socket) {
        TcpFacts tcp = socket.tcp();
        if (tcp == null) return;
        json.writeStringProperty("congestion_control", tcp.congestionControl());
        json.writeObjectPropertyStart("tcp_info");
        tcp.all().forEach(json::writeNumberProperty);
        json.writeEndObject();
    }
}
