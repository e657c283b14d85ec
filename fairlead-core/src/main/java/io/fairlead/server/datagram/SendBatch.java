package io.fairlead.server.datagram;

import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.net.socket.NativeDatagrams;
import io.fairlead.posix.Errno;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Mmsg;
import io.fairlead.server.site.Site;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that go out in one sendmmsg(2). A run of equal ones to one peer, of which the last may
 * be shorter, is one message that the kernel cuts (UDP_SEGMENT, udp(7)). What the kernel does not
 * take is lost, and counted; what comes after it goes on.
 *
 * <p>Belongs to the loop's thread. Its memory is borrowed while there is something to send.
 */
final class SendBatch {
    /** The longest datagram fits. */
    static final int BYTES = 64 * 1024;

    private static final int MESSAGES_MAX = 64;

    /** UDP_SEGMENT, and the longer kind of pktinfo. */
    private static final int CONTROL_BYTES = Cmsg.space(2) + Cmsg.space(20);

    private final NativeDatagrams socket;
    private final MessageCalls calls;
    private final IoBuffer outbound;
    private final Mmsg mmsg = new Mmsg(MESSAGES_MAX, CONTROL_BYTES);
    private final List<SendRun> runs = new ArrayList<>(MESSAGES_MAX);
    private int count;
    private long address;

    SendBatch(Site site, NativeDatagrams socket, MessageCalls calls) {
        this.socket = socket;
        this.calls = calls;
        outbound = new IoBuffer(site.slab());
        for (int i = 0; i < MESSAGES_MAX; i++) runs.add(new SendRun());
    }

    /** Borrows the memory; false if there is none. */
    boolean reserve() {
        return outbound.hasRoom(1) || outbound.reserve(BYTES);
    }

    /**
     * Appends a datagram; what is full goes out first.
     *
     * @param from the address to send it from; null if that is the one that is bound
     * @return false if there is no memory
     */
    boolean add(NativePeer to, @Nullable LocalAddress from, Frame datagram) {
        int size = datagram.size();
        if (count > 0 && outbound.hasRoom(size) && runs.get(count - 1).takes(to, from, size)) {
            runs.get(count - 1).add(size);
        } else {
            if (count == MESSAGES_MAX || !outbound.hasRoom(size)) flush();
            if (!outbound.hasRoom(size) && !outbound.reserve(BYTES)) return false;
            runs.get(count).begin(to, from, outbound.size(), size);
            count++;
        }
        outbound.put(datagram);
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Sends what was added. */
    void flush() {
        if (count == 0) return;
        ByteBuffer bytes = outbound.pin();
        address = MemorySegment.ofBuffer(bytes).address();
        for (int i = 0; i < count; i++) prepare(i, runs.get(i));
        int sent = 0;
        while (sent < count) {
            int result = calls.sendmmsg(socket.fd(), mmsg, sent, count, MSG_DONTWAIT);
            if (result > 0) {
                sent += result;
            } else if (result != -Errno.EINTR) {
                sent = failed(sent, result);
            }
        }
        outbound.unpin(bytes.remaining());
        count = 0;
    }

    /** Sends what was added, and gives the memory back. */
    void flushAndRelease() {
        flush();
        outbound.release();
    }

    /** What the first message that is not sent failed with; returns which is to be tried next. */
    private int failed(int index, int error) {
        SendRun run = runs.get(index);
        if (error == -Errno.EAGAIN) { // no room, and none for those behind it
            for (int i = index; i < count; i++) runs.get(i).lost();
            return count;
        }
        if (run.segments() > 1) {
            run.peer().refusesSegments(); // a smaller MTU on the way, or a device that cannot
            sendApart(index, run);
        } else {
            run.lost(); // no route, refused by a firewall, too long for the way
        }
        return index + 1;
    }

    private void sendApart(int index, SendRun run) {
        for (int i = 0; i < run.segments(); i++) {
            int size = run.bytesOf(i);
            mmsg.send(index, address + run.start() + run.offsetOf(i), size);
            putControl(index, run, 0);
            int result;
            do {
                result = calls.sendmmsg(socket.fd(), mmsg, index, index + 1, MSG_DONTWAIT);
            } while (result == -Errno.EINTR);
            if (result < 0) run.peer().lost(1, size);
        }
    }

    private void prepare(int index, SendRun run) {
        mmsg.send(index, address + run.start(), run.bytes());
        DatagramSource to = run.peer().source();
        mmsg.to(index, to.write(mmsg.names(), Mmsg.nameOffset(index), socket.isIpv6()));
        putControl(index, run, run.segments() > 1 ? run.bytesOf(0) : 0);
    }

    private void putControl(int index, SendRun run, int segmentBytes) {
        LocalAddress from = run.from();
        if (from == null && segmentBytes == 0) return;
        Cmsg control = mmsg.beginControl(index);
        if (from != null) from.put(control, socket.isIpv6());
        if (segmentBytes != 0) control.putSegment(segmentBytes);
        mmsg.endControl(index);
    }
}
