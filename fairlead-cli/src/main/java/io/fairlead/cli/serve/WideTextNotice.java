package io.fairlead.cli.serve;

import io.fairlead.cli.text.WideText;
import io.fairlead.frame.Frame;
import io.fairlead.service.ForwardingService;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Another service for lines, which says so once when a client sends UTF-16 or UTF-32. Safe for any
 * thread.
 */
final class WideTextNotice extends ForwardingService {
    private static final long serialVersionUID = 1;
    private static final int LOOK_BYTES = 64;

    private final HomeConsumer onWide;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param onWide told the encoding
     */
    WideTextNotice(Service service, Consumer<String> onWide) {
        super(service);
        this.onWide = new HomeConsumer(onWide);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws Exception {
        // The NULs of wide text are beside its first character.
        boolean mayBe = frame.size() > 2 && (frame.byteAt(0) == 0 || frame.byteAt(1) == 0);
        if (mayBe && !told.get()) look(frame);
        service().onFrame(peer, frame);
    }

    private void look(Frame frame) {
        int count = Math.min(frame.size(), LOOK_BYTES);
        byte[] beginning = new byte[count];
        for (int i = 0; i < count; i++) beginning[i] = frame.byteAt(i);
        WideText.encoding(beginning, count)
                .filter(encoding -> !told.getAndSet(true))
                .ifPresent(onWide);
    }
}
