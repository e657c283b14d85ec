package io.fairlead.bench.peer;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;

/** Frames of a length and as many bytes, as MINA's guide to codecs writes them. */
final class MinaFrames {
    private static final int HEADER_BYTES = 4;

    private MinaFrames() {}

    static final class Decoder extends CumulativeProtocolDecoder {
        @Override
        protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) {
            if (!in.prefixedDataAvailable(HEADER_BYTES, Role.FRAME_BYTES_MAX)) return false;
            byte[] frame = new byte[in.getInt()];
            in.get(frame);
            out.write(frame);
            return true;
        }
    }

    static final class Encoder extends ProtocolEncoderAdapter {
        @Override
        public void encode(IoSession session, Object message, ProtocolEncoderOutput out) {
            byte[] frame = (byte[]) message;
            IoBuffer buffer = IoBuffer.allocate(HEADER_BYTES + frame.length);
            out.write(buffer.putInt(frame.length).put(frame).flip());
        }
    }
}
