package io.fairlead.cli.doctor;

import io.fairlead.cli.text.JsonLine;
import io.fairlead.probe.Facility;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A diagnosis for programs: one object in one line. What is not known or has no limit is null. */
final class DiagnosisJson {
    private final JsonGenerator json;

    private DiagnosisJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(Diagnosis diagnosis) {
        return JsonLine.of(json -> new DiagnosisJson(json).write(diagnosis)) + "\n";
    }

    private void write(Diagnosis diagnosis) {
        json.writeName("machine");
        write(diagnosis.machine());
        array("facilities", diagnosis.facilities(), this::write);
        array("models", diagnosis.models(), this::write);
        array("limits", diagnosis.limits(), this::write);
    }

    private <T> void array(String name, List<T> items, Consumer<T> writer) {
        json.writeArrayPropertyStart(name);
        items.forEach(writer);
        json.writeEndArray();
    }

    private void write(Machine machine) {
        json.writeStartObject();
        json.writeStringProperty("kernel", machine.kernel());
        json.writeStringProperty("architecture", machine.architecture());
        json.writeStringProperty("java", machine.java());
        json.writeNumberProperty("processors", machine.processors());
        number("memory_bytes", machine.memoryBytes());
        number("cgroup_memory_bytes", machine.cgroupBytes());
        json.writeNumberProperty("heap_bytes", machine.heapBytes());
        json.writeEndObject();
    }

    private void write(Facility facility) {
        json.writeStartObject();
        json.writeStringProperty("name", facility.name());
        json.writeBooleanProperty("works", facility.works());
        json.writeStringProperty("purpose", facility.purpose());
        text("reason", facility.reason());
        json.writeEndObject();
    }

    private void write(Choice choice) {
        json.writeStartObject();
        json.writeStringProperty("model", choice.model());
        json.writeStringProperty("used", choice.used());
        text("reason", choice.reason());
        json.writeEndObject();
    }

    private void write(Limit limit) {
        boolean none = limit.value() == Limit.NONE;
        json.writeStartObject();
        json.writeStringProperty("name", limit.name());
        number("value", none ? OptionalLong.empty() : OptionalLong.of(limit.value()));
        json.writeStringProperty("meaning", limit.meaning());
        json.writeBooleanProperty("low", limit.advice() != null);
        text("advice", limit.advice());
        json.writeEndObject();
    }

    private void number(String name, OptionalLong value) {
        if (value.isPresent()) {
            json.writeNumberProperty(name, value.getAsLong());
        } else {
            json.writeNullProperty(name);
        }
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
