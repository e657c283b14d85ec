package io.fairlead.cli.trace;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.ladder.Labels;
import io.fairlead.ladder.Summary;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.payload.tls.TlsEvent;
import io.fairlead.payload.tls.TlsNotes;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Protocol;
import io.fairlead.trace.Step;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** A capture as JSON, an object a line (NDJSON): start, packet ..., end. For one thread. */
final class TraceJson {
    private final Shell shell;

    TraceJson(Shell shell) {
        this.shell = shell;
    }

    private void line(String event, Instant time, Consumer<JsonGenerator> fields)
            throws OutputException {
        String line =
                JsonLine.event(
                        event,
                        json -> {
                            json.writeStringProperty("time", time.toString());
                            fields.accept(json);
                        });
        shell.print(line + "\n");
    }

    void start(String what) throws OutputException {
        line("start", Instant.now(), json -> json.writeStringProperty("capture", what));
    }

    void packet(Conversation conversation, Step step) throws OutputException {
        Instant time = Instant.ofEpochSecond(0, step.frame().timeNs());
        line(
                "packet",
                time,
                json -> {
                    json.writeNumberProperty("number", step.number());
                    json.writeNumberProperty("conversation", conversation.number());
                    json.writeStringProperty("protocol", conversation.protocol().word());
                    json.writeStringProperty("client", conversation.clientText());
                    json.writeStringProperty("server", conversation.serverText());
                    json.writeStringProperty("from", step.fromClient() ? "client" : "server");
                    json.writeStringProperty("label", Labels.of(step, false));
                    transport(json, step);
                    if (conversation.protocol() == Protocol.TCP) {
                        json.writeStringProperty("client_state", step.client().word());
                        json.writeStringProperty("server_state", step.server().word());
                    }
                    json.writeArrayPropertyStart("marks");
                    step.marks().forEach(mark -> json.writeString(mark.words()));
                    json.writeEndArray();
                    tls(json, step);
                    json.writeStringProperty("sentence", step.sentence());
                });
    }

    private static void tls(JsonGenerator json, Step step) {
        TlsNotes tls = step.tls();
        if (tls == null) return;
        json.writeArrayPropertyStart("tls");
        for (TlsEvent event : tls.events()) {
            json.writeStartObject();
            json.writeStringProperty("from", event.fromClient() ? "client" : "server");
            json.writeStringProperty("message", event.words());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void transport(JsonGenerator json, Step step) {
        switch (step.packet().transport()) {
            case TcpSegment segment -> segment(json, step, segment);
            case UdpDatagram datagram ->
                    json.writeNumberProperty("payload_bytes", datagram.payloadBytes());
            default -> {}
        }
    }

    private static void segment(JsonGenerator json, Step step, TcpSegment segment) {
        json.writeStringProperty("flags", segment.flagText());
        json.writeNumberProperty("seq_raw", segment.sequence());
        json.writeNumberProperty("ack_raw", segment.acknowledgement());
        json.writeNumberProperty("payload_bytes", segment.payloadBytes());
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return;
        json.writeNumberProperty("seq", numbers.sequence());
        if (numbers.acknowledgement() >= 0) {
            json.writeNumberProperty("ack", numbers.acknowledgement());
        }
        json.writeNumberProperty("window_bytes", numbers.windowBytes());
        json.writeBooleanProperty("window_exact", numbers.windowExact());
        json.writeNumberProperty("in_flight_bytes", numbers.inFlightBytes());
    }

    void end(Conversations conversations, long drops) throws OutputException {
        line(
                "end",
                Instant.now(),
                json -> {
                    json.writeNumberProperty("frames", conversations.frames());
                    json.writeNumberProperty("undecoded", conversations.undecoded());
                    json.writeNumberProperty("unknown_link_types", conversations.unknownLinks());
                    json.writeNumberProperty("lost_pieces", conversations.lostPieces());
                    json.writeNumberProperty("seen_twice", conversations.seenTwice());
                    json.writeNumberProperty("drops", drops);
                    json.writeArrayPropertyStart("conversations");
                    conversations.all().forEach(each -> conversation(json, each));
                    json.writeEndArray();
                });
    }

    private static void conversation(JsonGenerator json, Conversation conversation) {
        json.writeStartObject();
        json.writeNumberProperty("conversation", conversation.number());
        json.writeStringProperty("protocol", conversation.protocol().word());
        json.writeStringProperty("client", conversation.clientText());
        json.writeStringProperty("server", conversation.serverText());
        json.writeNumberProperty("packets", conversation.steps().size());
        json.writeNumberProperty("client_bytes", conversation.payloadBytes(true));
        json.writeNumberProperty("server_bytes", conversation.payloadBytes(false));
        json.writeObjectPropertyStart("troubles");
        Summary.troubles(conversation.steps())
                .forEach((mark, count) -> json.writeNumberProperty(mark.words(), count));
        json.writeEndObject();
        json.writeEndObject();
    }
}
