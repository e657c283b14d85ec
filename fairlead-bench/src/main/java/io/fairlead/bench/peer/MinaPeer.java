package io.fairlead.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.service.IoAcceptor;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.textline.LineDelimiter;
import org.apache.mina.filter.codec.textline.TextLineCodecFactory;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** Apache MINA 2.2: {@code MinaPeer ROLE}. One I/O processor: the server has one core. */
public final class MinaPeer extends IoHandlerAdapter {
    private final Role role;
    private final IoAcceptor acceptor;

    private MinaPeer(Role role) {
        this.role = role;
        acceptor = role == Role.UDP ? new NioDatagramAcceptor() : streams();
    }

    /** Serves until it is killed. */
    public static void main(String[] args) throws IOException {
        new MinaPeer(Role.of(args[0])).serve();
    }

    private static NioSocketAcceptor streams() {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.setBacklog(Role.BACKLOG);
        acceptor.getSessionConfig().setTcpNoDelay(true);
        return acceptor;
    }

    private void serve() throws IOException {
        DefaultIoFilterChainBuilder filters = acceptor.getFilterChain();
        if (role == Role.UPPER) {
            filters.addLast(
                    "lines",
                    new ProtocolCodecFilter(
                            new TextLineCodecFactory(
                                    UTF_8, LineDelimiter.UNIX, LineDelimiter.UNIX)));
        } else if (role == Role.FRAMES) {
            filters.addLast(
                    "frames",
                    new ProtocolCodecFilter(new MinaFrames.Encoder(), new MinaFrames.Decoder()));
        }
        acceptor.setHandler(this);
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Ready.at(((InetSocketAddress) acceptor.getLocalAddress()).getPort());
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        switch (role) {
            case ECHO, UDP -> session.write(((IoBuffer) message).duplicate());
            case UPPER -> session.write(((String) message).toUpperCase(Locale.ROOT));
            case FRAMES -> session.write(message);
            case FANOUT -> acceptor.broadcast(message);
            default -> session.closeNow();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        session.closeNow();
    }
}
