package io.fairlead.ladder;

import io.fairlead.packet.Octets;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What both ends wrote, as lines: {@code >} from the client, {@code <} from the server. For one
 * thread.
 */
public final class TextStream {
    private static final int TIME_WIDTH = 10;

    private final TextStyle style;
    private final boolean hex;
    private final Map<Conversation, Texts> texts = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable Conversation last;
    private boolean lastFromClient;
    private boolean inLine;
    private long startNs = -1;

    /** The undecoded rest of both directions. */
    private record Texts(Utf8Text client, Utf8Text server) {
        Utf8Text of(boolean fromClient) {
            return fromClient ? client : server;
        }
    }

    /**
     * @param hex whether bytes are shown in hex; else as text
     */
    public TextStream(TextStyle style, boolean hex) {
        this.style = style;
        this.hex = hex;
    }

    /** The lines for some stretches; the last may go on with the next call. */
    public String draw(Conversation conversation, List<Stretch> stretches) {
        for (Stretch stretch : stretches) draw(conversation, stretch);
        return taken();
    }

    private void draw(Conversation conversation, Stretch stretch) {
        boolean first =
                texts.putIfAbsent(conversation, new Texts(new Utf8Text(), new Utf8Text())) == null;
        if (startNs < 0) startNs = conversation.steps().getFirst().frame().timeNs();
        if (conversation != last) header(conversation, first);
        if (stretch.fromClient() != lastFromClient) endLine();
        last = conversation;
        lastFromClient = stretch.fromClient();
        switch (stretch) {
            case Stretch.Gap gap -> gap(conversation, gap);
            case Stretch.Written written when hex -> hex(written);
            case Stretch.Written written -> text(conversation, written);
        }
    }

    private void header(Conversation conversation, boolean first) {
        endLine();
        if (last != null) text.append('\n');
        String name = conversation.protocol().word() + " " + conversation.number();
        text.append(style.in(TextStyle.STRONG, name + (first ? ":" : " goes on:")))
                .append(' ')
                .append(style.in(TextStyle.CLIENT, "> client " + conversation.clientText()))
                .append(", ")
                .append(style.in(TextStyle.SERVER, "< server " + conversation.serverText()))
                .append('\n');
    }

    private void gap(Conversation conversation, Stretch.Gap gap) {
        if (!hex) show(gap, textOf(conversation, gap).end());
        endLine();
        prefix(gap);
        String words = "[" + Figures.bytes(gap.bytes()) + " missing in the capture]";
        text.append(style.in(TextStyle.TROUBLE, words)).append('\n');
    }

    private Utf8Text textOf(Conversation conversation, Stretch stretch) {
        return Objects.requireNonNull(texts.get(conversation)).of(stretch.fromClient());
    }

    private void text(Conversation conversation, Stretch.Written written) {
        show(written, textOf(conversation, written).take(written.octets()));
        if (conversation.protocol() == Protocol.UDP) { // each datagram begins a line
            show(written, textOf(conversation, written).end());
            if (written.octets().length() == 0) show(written, "\n");
            endLine();
        }
    }

    private void show(Stretch stretch, String shown) {
        String color = color(stretch);
        int from = 0;
        while (from < shown.length()) {
            int end = shown.indexOf('\n', from);
            String line = shown.substring(from, end < 0 ? shown.length() : end);
            if (!inLine) prefix(stretch);
            text.append(style.in(color, line));
            inLine = true;
            if (end >= 0) endLine();
            from = end < 0 ? shown.length() : end + 1;
        }
    }

    private void hex(Stretch.Written written) {
        int perLine = HexLines.perLine(style.width());
        byte[] bytes = written.octets().toArray();
        for (int from = 0; from < bytes.length; from += perLine) {
            StringBuilder line = new StringBuilder();
            line.append(mark(written)).append(' ');
            line.append(String.format(Locale.ROOT, "%08x", written.offset() + from));
            HexLines.append(line, bytes, from, perLine);
            text.append(style.in(color(written), line.toString())).append('\n');
        }
    }

    private void prefix(Stretch stretch) {
        if (!hex) {
            String time = Figures.seconds(Math.max(0, stretch.timeNs() - startNs));
            String padded = " ".repeat(Math.max(0, TIME_WIDTH - time.length())) + time;
            text.append(style.in(TextStyle.FAINT, padded)).append(' ');
        }
        text.append(style.in(color(stretch), mark(stretch))).append(' ');
    }

    private static String mark(Stretch stretch) {
        return stretch.fromClient() ? ">" : "<";
    }

    private static String color(Stretch stretch) {
        return stretch.fromClient() ? TextStyle.CLIENT : TextStyle.SERVER;
    }

    private void endLine() {
        if (inLine) text.append('\n');
        inLine = false;
    }

    /** What waited for more bytes in vain, and the end of the last line. */
    public String end() {
        for (Map.Entry<Conversation, Texts> each : texts.entrySet()) {
            for (boolean fromClient : new boolean[] {true, false}) {
                String rest = each.getValue().of(fromClient).end();
                if (rest.isEmpty()) continue;
                Stretch.Written stretch = new Stretch.Written(fromClient, startNs, 0, Octets.of());
                if (each.getKey() != last) header(each.getKey(), false);
                if (fromClient != lastFromClient) endLine();
                last = each.getKey();
                lastFromClient = fromClient;
                show(stretch, rest);
            }
        }
        endLine();
        return taken();
    }

    private String taken() {
        String lines = text.toString();
        text.setLength(0);
        return lines;
    }
}
