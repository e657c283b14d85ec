package io.fairlead.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which sources may connect. Immutable.
 *
 * <pre>{@code
 * Server.at("tcp://:7007").access(AccessRules.EVERYBODY.denyFile(Path.of("denied.txt")));
 * }</pre>
 *
 * <p>The narrowest network that an address is in decides; if it is both allowed and denied, it is
 * denied. An address in none of them may connect, unless something is allowed: then only that is.
 * Unix-domain sockets have no address, and are not asked.
 *
 * <p>A file has a network or an address a line; what follows {@code #} or {@code ;} is a comment. A
 * server reads files again within seconds after they have changed, and keeps what it had if one
 * cannot be read. Who is connected stays so.
 */
public final class AccessRules {
    /** Allows everybody. */
    public static final AccessRules EVERYBODY = new AccessRules(List.of(), List.of());

    private final List<CidrBlock> allowed;
    private final List<CidrBlock> denied;
    private final List<Path> allowFiles;
    private final List<Path> denyFiles;

    private AccessRules(List<CidrBlock> allowed, List<CidrBlock> denied) {
        this(allowed, denied, List.of(), List.of());
    }

    private AccessRules(
            List<CidrBlock> allowed,
            List<CidrBlock> denied,
            List<Path> allowFiles,
            List<Path> denyFiles) {
        this.allowed = allowed;
        this.denied = denied;
        this.allowFiles = allowFiles;
        this.denyFiles = denyFiles;
    }

    /**
     * The same, and {@code network} may connect.
     *
     * @param network as {@link CidrBlock#parse} reads it
     * @throws IllegalArgumentException if it is none
     */
    public AccessRules allow(String network) {
        return new AccessRules(
                with(allowed, CidrBlock.parse(network)), denied, allowFiles, denyFiles);
    }

    /**
     * The same, and {@code network} may not connect.
     *
     * @param network as {@link CidrBlock#parse} reads it
     * @throws IllegalArgumentException if it is none
     */
    public AccessRules deny(String network) {
        return new AccessRules(
                allowed, with(denied, CidrBlock.parse(network)), allowFiles, denyFiles);
    }

    /** The same, and the networks in {@code file} may connect. It must not be empty. */
    public AccessRules allowFile(Path file) {
        return new AccessRules(allowed, denied, with(allowFiles, file), denyFiles);
    }

    /** The same, and the networks in {@code file} may not connect. */
    public AccessRules denyFile(Path file) {
        return new AccessRules(allowed, denied, allowFiles, with(denyFiles, file));
    }

    private static <T> List<T> with(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }

    /** Networks that are allowed in the program. */
    public List<CidrBlock> allowed() {
        return allowed;
    }

    /** Networks that are denied in the program. */
    public List<CidrBlock> denied() {
        return denied;
    }

    /** Files of networks that are allowed. */
    public List<Path> allowFiles() {
        return allowFiles;
    }

    /** Files of networks that are denied. */
    public List<Path> denyFiles() {
        return denyFiles;
    }

    /** True if nobody is asked. */
    public boolean admitEverybody() {
        return allowed.isEmpty() && denied.isEmpty() && allowFiles.isEmpty() && denyFiles.isEmpty();
    }
}
