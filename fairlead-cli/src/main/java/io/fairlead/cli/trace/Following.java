package io.fairlead.cli.trace;

import io.fairlead.cli.OutputException;
import io.fairlead.follow.Streams;
import io.fairlead.ladder.TextStream;
import io.fairlead.ladder.TextStyle;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Step;
import java.util.LinkedHashMap;
import java.util.Map;

/** What both ends write, printed as it can be put in order. For one thread. */
final class Following {
    private final Output output;
    private final TextStream text;
    private final Map<Conversation, Streams> streams = new LinkedHashMap<>();

    /** Where the lines go. */
    interface Output {
        void print(String text) throws OutputException;
    }

    Following(Output output, TextStyle style, FollowForm form) {
        this.output = output;
        text = new TextStream(style, form == FollowForm.HEX);
    }

    void add(Conversation conversation, Step step) throws OutputException {
        Streams stream = streams.computeIfAbsent(conversation, _ -> new Streams());
        output.print(text.draw(conversation, stream.add(step)));
    }

    /** All of a conversation that goes on no more. */
    void addAll(Conversation conversation) throws OutputException {
        output.print(text.draw(conversation, Streams.of(conversation)));
        output.print(text.end());
    }

    /** No more packets come. */
    void end() throws OutputException {
        for (Map.Entry<Conversation, Streams> each : streams.entrySet()) {
            output.print(text.draw(each.getKey(), each.getValue().end()));
        }
        output.print(text.end());
    }
}
