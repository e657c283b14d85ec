package io.fairlead.posix.packet;

/** The numbers of {@code <linux/filter.h>} and {@code <linux/bpf_common.h>}: classic BPF. */
public final class BpfConstants {
    // Classes of instructions
    public static final int BPF_LD = 0x00;
    public static final int BPF_LDX = 0x01;
    public static final int BPF_JMP = 0x05;
    public static final int BPF_RET = 0x06;

    // How much is loaded
    public static final int BPF_W = 0x00;
    public static final int BPF_H = 0x08;
    public static final int BPF_B = 0x10;

    // From where: a place, a place beyond X, four times the lower half of a byte
    public static final int BPF_ABS = 0x20;
    public static final int BPF_IND = 0x40;
    public static final int BPF_MSH = 0xa0;

    // Comparisons, and with what
    public static final int BPF_JEQ = 0x10;
    public static final int BPF_JSET = 0x40;
    public static final int BPF_K = 0x00;

    // What the kernel knows of a frame beyond its bytes, as places to load from
    public static final int SKF_AD_OFF = -0x1000;
    public static final int SKF_AD_PROTOCOL = 0;
    public static final int SKF_AD_PKTTYPE = 4;
    public static final int SKF_AD_HATYPE = 28;

    private BpfConstants() {}
}
