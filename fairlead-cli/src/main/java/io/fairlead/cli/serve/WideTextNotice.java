package io.fairlead.cli.serve;

import io.fairlead.cli.text.WideText;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Another service for lines, which says so once when a client sends UTF-16 or UTF-32. Safe for any
 * thread.
 */
final class WideTextNotice implements Service, Serializable {
    private static final long serialVersionUID = 1;
    private static final int LOOK_BYTES = 64;

    @SuppressWarnings("serial") // written if the service can be
    private final Service service;

    private final HomeConsumer onWide;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param onWide told the encoding
     */
    WideTextNotice(Service service, Consumer<String> onWide) {
        this.service = service;
        this.onWide = new HomeConsumer(onWide);
    }

    @Override
    public boolean sharesState() {
        return service.sharesState();
    }

    @Override
    public void onOpen(Peer peer) throws Exception {
        service.onOpen(peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws Exception {
        // The NULs of wide text are beside its first character.
        boolean mayBe = frame.size() > 2 && (frame.byteAt(0) == 0 || frame.byteAt(1) == 0);
        if (mayBe && !told.get()) look(frame);
        service.onFrame(peer, frame);
    }

    private void look(Frame frame) {
        int count = Math.min(frame.size(), LOOK_BYTES);
        byte[] beginning = new byte[count];
        for (int i = 0; i < count; i++) beginning[i] = frame.byteAt(i);
        WideText.encoding(beginning, count)
                .filter(encoding -> !told.getAndSet(true))
                .ifPresent(onWide);
    }

    @Override
    public void onInputEnd(Peer peer) throws Exception {
        service.onInputEnd(peer);
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) throws Exception {
        service.onBadFrame(peer, error);
    }

    @Override
    public void onWritable(Peer peer) throws Exception {
        service.onWritable(peer);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) throws Exception {
        service.onClose(peer, reason);
    }
}
