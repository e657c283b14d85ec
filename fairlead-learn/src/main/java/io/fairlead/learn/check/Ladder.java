package io.fairlead.learn.check;

import io.fairlead.ladder.TextLadder;
import io.fairlead.ladder.TextStyle;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.trace.CaptureException;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.LiveCapture;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets of one trial, if this user may see them. For one thread. */
final class Ladder implements AutoCloseable {
    private static final int WIDTH = 96;
    private static final int STEPS_MAX = 16;

    private final @Nullable LiveCapture capture;
    private final Conversations all;

    private Ladder(@Nullable LiveCapture capture, ConversationFilter filter) {
        this.capture = capture;
        all = new Conversations(filter);
    }

    /** From now on, what goes to and from that port. */
    static Ladder begin(int port) throws IOException {
        ConversationFilter filter = ConversationFilter.port(port);
        try {
            return new Ladder(LiveCapture.open(null, filter), filter);
        } catch (CaptureException e) {
            return new Ladder(null, filter);
        }
    }

    /** The conversation of that client, drawn; nothing if it was not seen. */
    List<String> of(InetSocketAddress client) throws IOException {
        if (capture == null) return List.of();
        CapturedFrame frame = capture.tryNext();
        while (frame != null) {
            all.add(frame);
            frame = capture.tryNext();
        }
        for (Conversation each : all.all()) {
            if (each.client().getPort() == client.getPort()) return drawn(each);
        }
        return List.of();
    }

    /** The first packets and the last. */
    private static List<String> drawn(Conversation conversation) {
        TextLadder ladder = new TextLadder(new TextStyle(WIDTH, false, false));
        List<Step> steps = conversation.steps();
        List<String> lines = new ArrayList<>();
        int half = STEPS_MAX / 2;
        for (int i = 0; i < steps.size(); i++) {
            boolean left = i >= half && i < steps.size() - half;
            if (i == half && left) lines.add("... " + (steps.size() - STEPS_MAX) + " packets ...");
            if (!left) lines.addAll(ladder.draw(conversation, steps.get(i)).lines().toList());
        }
        return lines;
    }

    @Override
    public void close() {
        if (capture != null) capture.close();
    }
}
