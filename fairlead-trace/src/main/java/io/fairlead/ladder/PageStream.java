package io.fairlead.ladder;

import io.fairlead.follow.Streams;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import java.util.List;

/** What both ends wrote, as a part of a page. */
final class PageStream {
    /** A page of more is slow to open. */
    private static final int BYTES_MAX = 256 * 1024;

    private final Utf8Text client = new Utf8Text();
    private final Utf8Text server = new Utf8Text();
    private final Markup page = new Markup();
    private long left = BYTES_MAX;

    private PageStream() {}

    /** A part that can be unfolded; nothing where nothing was written. */
    static String of(Conversation conversation) {
        List<Stretch> stretches = Streams.of(conversation);
        return stretches.isEmpty() ? "" : new PageStream().text(stretches, conversation);
    }

    private String text(List<Stretch> stretches, Conversation conversation) {
        long fromClient = conversation.payloadBytes(true);
        long fromServer = conversation.payloadBytes(false);
        page.raw("<details><summary>What both ends write, as text: ");
        page.raw(Figures.size(fromClient) + " from the client, " + Figures.size(fromServer));
        page.raw(" from the server</summary><pre class='bytes'>");
        for (Stretch stretch : stretches) {
            if (left <= 0) break;
            switch (stretch) {
                case Stretch.Gap gap ->
                        span("trouble", "\n[" + Figures.bytes(gap.bytes()) + " missing]\n");
                case Stretch.Written written -> written(written);
            }
        }
        span("client", client.end());
        span("server", server.end());
        if (left <= 0) span("trouble", "\n[the rest is left out: --follow prints all]\n");
        return page.raw("</pre></details>").toString();
    }

    private void written(Stretch.Written written) {
        int bytes = (int) Math.min(left, written.octets().length());
        left -= bytes;
        Utf8Text text = written.fromClient() ? client : server;
        span(written.fromClient() ? "client" : "server", text.take(written.octets().atMost(bytes)));
    }

    private void span(String style, String text) {
        if (text.isEmpty()) return;
        page.inline("<span class='" + style + "'>" + Markup.escaped(text) + "</span>");
    }
}
