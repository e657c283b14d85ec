package io.fairlead.client.raw;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.ChannelTransport;
import io.fairlead.connection.DescriptorTransport;
import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.ConnectedDescriptor;
import io.fairlead.net.socket.Sockets;
import io.fairlead.proxy.layer.HeaderFirst;
import io.fairlead.service.DeadlineException;
import io.fairlead.session.Layer;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.layer.TlsRules;
import io.fairlead.tls.layer.TlsTransport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;

/** Connects by whatever can name the endpoint: java.nio, or native calls for abstract names. */
public final class Transports {
    /** Memory for records: a few at a time, each way. */
    private static final long BUFFER_BYTES_MAX = 1024 * 1024;

    private Transports() {}

    /**
     * A transport to a TCP, TLS or Unix-domain endpoint.
     *
     * @throws NetException if it cannot be made; nothing is left open
     */
    public static BlockingTransport connect(
            Endpoint endpoint, ConnectOptions options, TlsOptions tls) throws NetException {
        Layer layer =
                HeaderFirst.over(
                        TlsRules.layerOfClient(endpoint, tls, Runnable::run),
                        options.proxyHeader());
        CallDeadline whole = new CallDeadline(options.timeout());
        BlockingTransport plain = connect(endpoint, options);
        BlockingTransport secured = TlsTransport.over(plain, layer, new Slab(BUFFER_BYTES_MAX));
        try {
            HeaderFirst.write(layer, plain, whole.left());
            TlsTransport.handshake(secured, whole.left());
            return secured;
        } catch (DeadlineException e) {
            plain.close();
            throw ConnectFailure.of(endpoint, options, new SocketTimeoutException());
        } catch (IOException | RuntimeException e) { // files are read already: it is the peer
            plain.close();
            throw ConnectFailure.of(endpoint, options, e);
        }
    }

    private static BlockingTransport connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        if (endpoint.isAbstract()) {
            ConnectedDescriptor socket = ConnectedDescriptor.connect(endpoint, options);
            return new DescriptorTransport(socket, endpoint.toString());
        }
        SocketChannel channel = Sockets.connect(endpoint, options);
        try {
            return new ChannelTransport(channel, endpoint.toString());
        } catch (IOException e) { // reset as soon as it was made
            NetException failure = NetException.of("connect", endpoint, e);
            try {
                channel.close();
            } catch (IOException closing) {
                failure.addSuppressed(closing);
            }
            throw failure;
        }
    }
}
