package io.fairlead.server.access;

import io.fairlead.access.AccessRules;
import io.fairlead.access.CidrBlock;
import io.fairlead.net.file.FileLook;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.access.NetworkTable.Verdict;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says of each source whether it may connect, by rules whose files may change. */
public final class AccessList {
    /** Admits all. */
    public static final AccessList EVERYBODY = new AccessList();

    private static final long MAPPED = 0xFFFF;

    private final AccessRules rules;
    private volatile Tables tables;
    private FileLook looked; // guarded by this

    /**
     * What the files held.
     *
     * @param four of IPv4
     * @param six of IPv6
     * @param networks in both
     */
    private record Tables(NetworkTable four, NetworkTable six, int networks) {
        static Tables of(List<Verdict> all, boolean otherwise) {
            return new Tables(
                    table(all, false, otherwise), table(all, true, otherwise), all.size());
        }

        private static NetworkTable table(List<Verdict> all, boolean six, boolean otherwise) {
            return new NetworkTable(
                    all.stream().filter(one -> one.net().isSix() == six).toList(), otherwise);
        }
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be used; names file, line and way out
     */
    public AccessList(AccessRules rules) throws IOException {
        this.rules = rules;
        looked = FileLook.at(files(), Instant.now());
        tables = read();
    }

    /** One that admits proxies, and nobody else. */
    public static AccessList of(ProxyRules proxies) throws IOException {
        AccessRules rules = AccessRules.EVERYBODY;
        for (CidrBlock one : proxies.networks()) rules = rules.allow(one.toString());
        return new AccessList(rules);
    }

    private AccessList() {
        rules = AccessRules.EVERYBODY;
        looked = FileLook.at(List.of(), Instant.EPOCH);
        tables = Tables.of(List.of(), true);
    }

    private List<Path> files() {
        return Stream.concat(rules.allowFiles().stream(), rules.denyFiles().stream()).toList();
    }

    private Tables read() throws IOException {
        List<Verdict> all = new ArrayList<>();
        rules.allowed().forEach(one -> all.add(new Verdict(one, true)));
        rules.denied().forEach(one -> all.add(new Verdict(one, false)));
        for (Path file : rules.allowFiles()) {
            List<CidrBlock> networks = NetworkFile.read(file);
            if (networks.isEmpty()) {
                throw new IOException(
                        file
                                + " allows nobody: it has no network. Write one, or leave the file"
                                + " out to allow everybody");
            }
            networks.forEach(one -> all.add(new Verdict(one, true)));
        }
        for (Path file : rules.denyFiles()) {
            NetworkFile.read(file).forEach(one -> all.add(new Verdict(one, false)));
        }
        boolean otherwise = rules.allowed().isEmpty() && rules.allowFiles().isEmpty();
        return Tables.of(all, otherwise);
    }

    /** True if {@code source} may connect. Safe for any thread. */
    public boolean admits(SocketAddress source) {
        if (rules.admitEverybody() || !(source instanceof InetSocketAddress inet)) return true;
        InetAddress address = inet.getAddress();
        Tables now = tables;
        NetworkTable table = address instanceof Inet4Address ? now.four : now.six;
        return table.admits(CidrBlock.high(address), CidrBlock.low(address));
    }

    /**
     * The same for an address of IPv6, or one of IPv4 that is mapped (RFC 4291 section 2.5.5.2).
     *
     * @param high its upper 64 bits
     * @param low its lower 64 bits
     */
    public boolean admits(long high, long low) {
        if (rules.admitEverybody()) return true;
        Tables now = tables;
        boolean isFour = high == 0 && low >>> Integer.SIZE == MAPPED;
        return isFour ? now.four.admits(0, low & 0xFFFF_FFFFL) : now.six.admits(high, low);
    }

    /** Networks in all lists together. */
    public int networks() {
        return tables.networks;
    }

    /** True if there are files, which may change. */
    public boolean hasFiles() {
        return !rules.allowFiles().isEmpty() || !rules.denyFiles().isEmpty();
    }

    /** True if a file is not what it was, or may not be. */
    public synchronized boolean filesChanged() {
        return looked.isOld(files());
    }

    /**
     * Reads the files again.
     *
     * @return true if they hold something else than before
     * @throws IOException as the constructor; what held before holds on
     */
    public synchronized boolean reload() throws IOException {
        looked = FileLook.at(files(), Instant.now());
        Tables next = read();
        boolean isNew = !next.equals(tables);
        tables = next;
        return isNew;
    }
}
