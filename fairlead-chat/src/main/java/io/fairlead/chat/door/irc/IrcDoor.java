package io.fairlead.chat.door.irc;

import io.fairlead.chat.Chat;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** IRC over TCP and Unix sockets. Safe for any thread. */
public final class IrcDoor implements Service {
    /** Message tags of a client, a blank, and a line (IRCv3 message-tags), with room to say no. */
    public static final int LINE_BYTES_MAX = 16 * 1024;

    /** Lines that end with CR LF, or LF. */
    public static final Codec CODEC = Codec.lines(LINE_BYTES_MAX).crlf().refuseForeign();

    private final Chat chat;
    private final IrcClient.Times times;
    private final IrcView view = new IrcView();

    /** A door to {@code chat}. */
    public IrcDoor(Chat chat) {
        this(chat, IrcClient.Times.USUAL);
    }

    IrcDoor(Chat chat, IrcClient.Times times) {
        this.chat = chat;
        this.times = times;
    }

    @Override
    public boolean sharesState() {
        return true;
    }

    @Override
    public void onOpen(Peer peer) {
        if (chat.addresses().tryAdd(peer.remoteAddress())) {
            IrcClient client = new IrcClient(chat, times, view, peer);
            peer.attach(client);
            chat.act(client::begin);
        } else {
            peer.send("ERROR :Too many connections from your address; try again later");
            peer.close();
        }
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        if (!(peer.attachment() instanceof IrcClient client)) return;
        String line = frame.text();
        client.caller().take(() -> client.line(line));
    }

    @Override
    public void onInputEnd(Peer peer) {
        if (peer.attachment() instanceof IrcClient client) {
            chat.act(() -> client.end("Connection closed"));
        } else {
            peer.close();
        }
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) {
        peer.send("ERROR :" + error.getMessage());
    }

    @Override
    public void onWritable(Peer peer) {
        if (peer.attachment() instanceof IrcClient client) client.caller().writable();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (!(peer.attachment() instanceof IrcClient client)) return;
        chat.addresses().remove(peer.remoteAddress());
        chat.act(() -> client.gone(reason.words()));
    }
}
