package io.fairlead.load;

/** A connection for each message: connect, one exchange, close. For the thread of its loop. */
final class ChurnLane extends StreamLane {
    ChurnLane(int number, Loop loop) {
        super(number, loop);
    }

    @Override
    boolean wantsConnection(long nowNs) {
        return super.wantsConnection(nowNs) && mayBegin(nowNs) > 0;
    }

    @Override
    long mayBegin(long nowNs) {
        return Math.min(1, super.mayBegin(nowNs));
    }

    @Override
    void complete(long nowNs) {
        loop.answered(connectNs(), loop.dueNs(this, answered), nowNs);
        answered++;
        close();
    }
}
