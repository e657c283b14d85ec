package io.fairlead.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small Redis over Netty: PING, SET and GET in RESP2, cut by hand, since Netty's own codec makes
 * several objects of each word. Answers are flushed at the end of a read.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyResp extends ByteToMessageDecoder {
    private final Map<String, byte[]> values;

    NettyResp(Map<String, byte[]> values) {
        this.values = values;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int begin = in.readerIndex();
        List<byte[]> words = words(in);
        if (words == null) {
            in.readerIndex(begin);
        } else {
            answer(context, words);
        }
    }

    /** The words of a command, which are read; null if it has not come whole. */
    private static @Nullable List<byte[]> words(ByteBuf in) {
        int count = number(in);
        if (count < 0) return null;
        List<byte[]> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = number(in);
            if (length < 0 || in.readableBytes() < length + 2) return null;
            byte[] word = new byte[length];
            in.readBytes(word).skipBytes(2);
            words.add(word);
        }
        return words;
    }

    /** The number of the next line, behind its first letter; -1 if the line has not come whole. */
    private static int number(ByteBuf in) {
        int lf = in.bytesBefore((byte) '\n');
        if (lf < 0) return -1;
        in.skipBytes(1);
        int number = 0;
        for (int i = 0; i < lf - 2; i++) number = number * 10 + in.readByte() - '0';
        in.skipBytes(2);
        return number;
    }

    private void answer(ChannelHandlerContext context, List<byte[]> words) {
        switch (new String(words.getFirst(), UTF_8).toUpperCase(Locale.ROOT)) {
            case "PING" -> say(context, "+PONG\r\n");
            case "SET" -> {
                values.put(new String(words.get(1), UTF_8), words.get(2));
                say(context, "+OK\r\n");
            }
            case "GET" -> bulk(context, values.get(new String(words.get(1), UTF_8)));
            default -> say(context, "*0\r\n"); // CONFIG, which redis-benchmark asks for
        }
    }

    private static void say(ChannelHandlerContext context, String line) {
        context.write(ByteBufUtil.writeAscii(context.alloc(), line));
    }

    private static void bulk(ChannelHandlerContext context, byte @Nullable [] value) {
        if (value == null) {
            say(context, "$-1\r\n");
            return;
        }
        ByteBuf answer = context.alloc().buffer(value.length + 16);
        ByteBufUtil.writeAscii(answer, "$" + value.length + "\r\n");
        context.write(answer.writeBytes(value).writeByte('\r').writeByte('\n'));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        context.flush();
        super.channelReadComplete(context);
    }
}
