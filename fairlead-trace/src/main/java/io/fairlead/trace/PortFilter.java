package io.fairlead.trace;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.packet.BpfConstants;
import io.fairlead.posix.packet.PacketConstants;
import io.fairlead.posix.packet.SockFprog;
import io.fairlead.posix.packet.SockFprog.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the program with which the kernel leaves out packets that nobody watches, so that they cost
 * neither a copy nor room in the socket. For one thread.
 *
 * <p>It may let through too much, never too little: what counts is decided by {@link
 * Conversations}. So it looks at ports alone, and lets through what does not show them: ICMP,
 * extension headers of IPv6, later pieces of a packet, frames with a tag.
 *
 * <p>The program is made from its end to its beginning, as jumps go forward: whoever jumps knows
 * where to. A place in it is counted from the end.
 */
final class PortFilter {
    private static final int FRAGMENT4 = 6;
    private static final int FRAGMENT4_OFFSET = 0x1fff;
    private static final int PROTOCOL4 = 9;
    private static final int PROTOCOL6 = 6;
    private static final int HEADER6_BYTES = 40;

    private static final int OCTET = BpfConstants.BPF_LD | BpfConstants.BPF_B;
    private static final int HALF = BpfConstants.BPF_LD | BpfConstants.BPF_H;
    private static final int WORD = BpfConstants.BPF_LD | BpfConstants.BPF_W;
    private static final int HEADER4_BYTES_TO_X =
            BpfConstants.BPF_LDX | BpfConstants.BPF_B | BpfConstants.BPF_MSH;

    private final ConversationFilter wanted;
    private final List<Instruction> backwards = new ArrayList<>();
    private final int drop = add(new Instruction(BpfConstants.BPF_RET, 0, 0, 0));
    private final int pass = add(new Instruction(BpfConstants.BPF_RET, 0, 0, -1)); // all of it

    private PortFilter(ConversationFilter wanted) {
        this.wanted = wanted;
    }

    /** The program for a socket of packet(7) that leaves out the link header. */
    static SockFprog of(ConversationFilter wanted) {
        PortFilter filter = new PortFilter(wanted);
        if (wanted.port() != 0) filter.byPort();
        filter.once();
        return new SockFprog(filter.backwards.reversed());
    }

    /** What loops back comes as it goes out and as it comes in: the second is enough. */
    private void once() {
        int rest = last();
        equal(PacketConstants.PACKET_OUTGOING, drop, rest);
        int direction = known(BpfConstants.SKF_AD_PKTTYPE);
        equal(PacketConstants.ARPHRD_LOOPBACK, direction, rest);
        known(BpfConstants.SKF_AD_HATYPE);
    }

    private void byPort() {
        int six = version6();
        int four = version4();
        equal(PacketConstants.ETH_P_QINQ1, pass, drop);
        equal(PacketConstants.ETH_P_8021AD, pass, last());
        equal(PacketConstants.ETH_P_8021Q, pass, last());
        equal(PacketConstants.ETH_P_IPV6, six, last());
        equal(PacketConstants.ETH_P_IP, four, last());
        known(BpfConstants.SKF_AD_PROTOCOL);
    }

    private int version4() {
        equal(wanted.port(), pass, drop);
        add(HALF | BpfConstants.BPF_IND, 2);
        equal(wanted.port(), pass, last());
        add(HALF | BpfConstants.BPF_IND, 0);
        add(HEADER4_BYTES_TO_X, 0);
        jump(BpfConstants.BPF_JSET, FRAGMENT4_OFFSET, pass, last());
        int ports = add(HALF | BpfConstants.BPF_ABS, FRAGMENT4);
        equal(InetConstants.IPPROTO_ICMP, pass, drop);
        equal(InetConstants.IPPROTO_UDP, of(Protocol.UDP, ports), last());
        equal(InetConstants.IPPROTO_TCP, of(Protocol.TCP, ports), last());
        return add(OCTET | BpfConstants.BPF_ABS, PROTOCOL4);
    }

    private int version6() {
        equal(wanted.port(), pass, drop);
        add(HALF | BpfConstants.BPF_ABS, HEADER6_BYTES + 2);
        equal(wanted.port(), pass, last());
        int ports = add(HALF | BpfConstants.BPF_ABS, HEADER6_BYTES);
        equal(InetConstants.IPPROTO_UDP, of(Protocol.UDP, ports), pass);
        equal(InetConstants.IPPROTO_TCP, of(Protocol.TCP, ports), last());
        return add(OCTET | BpfConstants.BPF_ABS, PROTOCOL6);
    }

    private int of(Protocol protocol, int ports) {
        return wanted.protocol() == null || wanted.protocol() == protocol ? ports : drop;
    }

    /** What the kernel knows of a frame. */
    private int known(int what) {
        return add(WORD | BpfConstants.BPF_ABS, BpfConstants.SKF_AD_OFF + what);
    }

    private void equal(int number, int then, int otherwise) {
        jump(BpfConstants.BPF_JEQ, number, then, otherwise);
    }

    private void jump(int comparison, int number, int then, int otherwise) {
        int code = BpfConstants.BPF_JMP | comparison | BpfConstants.BPF_K;
        add(new Instruction(code, last() - then, last() - otherwise, number));
    }

    private int add(int code, int k) {
        return add(new Instruction(code, 0, 0, k));
    }

    /** Adds what comes before all the others; returns its place. */
    private int add(Instruction instruction) {
        backwards.add(instruction);
        return last();
    }

    private int last() {
        return backwards.size() - 1;
    }
}
