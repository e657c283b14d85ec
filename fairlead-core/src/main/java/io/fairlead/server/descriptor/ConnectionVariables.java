package io.fairlead.server.descriptor;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Ucred;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told of its connection, as by tcpserver (tcp-environ(5) of ucspi-tcp, and the
 * names for IPv6 of ucspi-tcp6) and by unixserver (ucspi-unix). Names of hosts and users are not
 * looked up, for that takes as long as somebody else likes; their variables are not set.
 */
public final class ConnectionVariables {
    private static final Pattern OURS =
            Pattern.compile("PROTO|(TCP6?|UNIX)(LOCAL|REMOTE|INTERFACE).*|TCPCONNNUM");

    private ConnectionVariables() {}

    /**
     * The variables, in the order of their names.
     *
     * @param peer who connected over a Unix-domain socket, if that is known
     */
    public static Map<String, String> of(
            SocketAddress local, SocketAddress remote, @Nullable Ucred peer) {
        Map<String, String> variables = new TreeMap<>();
        if (local instanceof InetSocketAddress ours && remote instanceof InetSocketAddress theirs) {
            addTcp(variables, ours, theirs);
        } else if (local instanceof UnixDomainSocketAddress path) {
            addUnix(variables, path, peer);
        }
        return variables;
    }

    /** Removes from {@code environment} what a server above this one said of its own connection. */
    public static void removeFrom(Map<String, String> environment) {
        environment.keySet().removeIf(name -> OURS.matcher(name).matches());
    }

    private static void addTcp(
            Map<String, String> variables, InetSocketAddress ours, InetSocketAddress theirs) {
        boolean six = ours.getAddress() instanceof Inet6Address;
        variables.put("PROTO", six ? "TCP6" : "TCP");
        addAddress(variables, "TCPLOCAL", ours);
        addAddress(variables, "TCPREMOTE", theirs);
        if (!six) return;
        addAddress(variables, "TCP6LOCAL", ours);
        addAddress(variables, "TCP6REMOTE", theirs);
        addInterface(variables, (Inet6Address) ours.getAddress());
    }

    private static void addAddress(
            Map<String, String> variables, String prefix, InetSocketAddress address) {
        variables.put(prefix + "IP", text(address.getAddress()));
        variables.put(prefix + "PORT", String.valueOf(address.getPort()));
    }

    /** Without a zone, and in the short form of RFC 5952. */
    private static String text(InetAddress address) {
        String text = Endpoint.describe(new InetSocketAddress(address, 0));
        String host = text.substring(0, text.lastIndexOf(':'));
        return host.replaceAll("^\\[|]$|%.*", "");
    }

    private static void addInterface(Map<String, String> variables, Inet6Address address) {
        if (address.getScopeId() == 0) return;
        try {
            NetworkInterface found = NetworkInterface.getByIndex(address.getScopeId());
            if (found != null) variables.put("TCP6INTERFACE", found.getName());
        } catch (SocketException e) {
            // it has gone since; the variable is not set
        }
    }

    private static void addUnix(
            Map<String, String> variables, UnixDomainSocketAddress path, @Nullable Ucred peer) {
        variables.put("PROTO", "UNIX");
        variables.put("UNIXLOCALPATH", path.toString());
        variables.put("UNIXLOCALPID", String.valueOf(ProcessHandle.current().pid()));
        addOwner(variables);
        if (peer == null) return;
        variables.put("UNIXREMOTEPID", String.valueOf(peer.pid()));
        variables.put("UNIXREMOTEEUID", Integer.toUnsignedString(peer.uid()));
        variables.put("UNIXREMOTEEGID", Integer.toUnsignedString(peer.gid()));
    }

    /** Who this process runs as: the owner of its folder in /proc, proc(5). */
    private static void addOwner(Map<String, String> variables) {
        try {
            Map<String, Object> owner = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
            variables.put("UNIXLOCALUID", String.valueOf(owner.get("uid")));
            variables.put("UNIXLOCALGID", String.valueOf(owner.get("gid")));
        } catch (IOException e) {
            // /proc is not there; the variables are not set
        }
    }
}
