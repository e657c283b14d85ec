package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.Chat;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/**
 * Lines in datagrams: the first lets its source in, and who is silent for long has left. One thread
 * receives while the chat's delivers; neither waits for the other. Safe for any thread.
 */
final class DatagramDoor implements Service {
    private final Chat chat;
    private final LineView view = new LineView("\n");

    DatagramDoor(Chat chat) {
        this.chat = chat;
    }

    @Override
    public boolean sharesState() {
        return true;
    }

    @Override
    public void onOpen(Peer peer) {
        if (!chat.addresses().tryAdd(peer.remoteAddress())) return;
        LineTalk talk = new LineTalk(chat, view, peer);
        peer.attach(talk);
        chat.act(() -> talk.begin("udp"));
    }

    @Override
    public void onFrame(Peer peer, Frame datagram) {
        // Without a talk, there are too many from there; an answer would be sent to a forged
        // source.
        if (!(peer.attachment() instanceof LineTalk talk) || talk.caller().isFlooding()) return;
        for (String line : datagram.text().split("\r?\n", -1)) {
            if (!line.isEmpty() && !talk.caller().isFlooding()) take(talk, line);
        }
    }

    /** A datagram could hold a line for which a member of another door would be sent away. */
    private static void take(LineTalk talk, String line) {
        if (line.getBytes(UTF_8).length <= LineDoor.LINE_BYTES_MAX) {
            talk.caller().take(() -> talk.line(line));
        } else {
            String refusal = "! a line has at most " + LineDoor.LINE_BYTES_MAX + " bytes";
            talk.caller().take(() -> talk.say(refusal));
        }
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (!(peer.attachment() instanceof LineTalk talk)) return;
        chat.addresses().remove(peer.remoteAddress());
        talk.caller().ended(reason.words());
    }
}
