package io.fairlead.tls.key;

import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The identities of one time, by what they are chosen by. Never changes. */
final class IdentityIndex {
    private static final AtomicLong ALIASES = new AtomicLong();

    private final Map<String, Identity> byAlias = new LinkedHashMap<>();
    private final Map<String, List<String>> aliases = new HashMap<>(); // by name
    private final List<String> fallback = new ArrayList<>();

    IdentityIndex(List<Identity> identities) {
        if (identities.isEmpty()) throw new IllegalArgumentException("there is no identity");
        List<String> first = identities.getFirst().names();
        for (Identity identity : identities) {
            String alias = newAlias();
            List<String> names = identity.names();
            byAlias.put(alias, identity);
            for (String name : Set.copyOf(names)) {
                aliases.computeIfAbsent(name, none -> new ArrayList<>()).add(alias);
            }
            if (fallback.isEmpty() || !Collections.disjoint(first, names)) fallback.add(alias);
        }
    }

    /** One that no other identity has ever had: a new object, which nobody else holds. */
    private static String newAlias() {
        return "identity-" + ALIASES.incrementAndGet();
    }

    Map<String, Identity> byAlias() {
        return byAlias;
    }

    List<Identity> identities() {
        return List.copyOf(byAlias.values());
    }

    /**
     * What a server shows.
     *
     * @param keyType the algorithm, as JSSE calls it
     * @param name that was asked for; empty for none
     */
    @Nullable String forServer(String keyType, String name) {
        for (String alias : named(name)) {
            if (isOf(keyType, alias)) return alias;
        }
        return null;
    }

    private List<String> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.endsWith(".")) wanted = wanted.substring(0, wanted.length() - 1);
        List<String> exact = aliases.get(wanted);
        if (exact != null) return exact;
        int dot = wanted.indexOf('.');
        return dot < 0 ? fallback : aliases.getOrDefault("*" + wanted.substring(dot), fallback);
    }

    /**
     * What a client may show.
     *
     * @param issuers the authorities that the server takes; empty for all
     */
    List<String> forClient(String keyType, Set<Principal> issuers) {
        return byAlias.entrySet().stream()
                .filter(each -> isOf(keyType, each.getKey()))
                .filter(each -> issuers.isEmpty() || isFromAny(issuers, each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isOf(String keyType, String alias) {
        Identity identity = byAlias.get(alias);
        return identity != null && identity.key().getAlgorithm().equals(keyType);
    }

    private static boolean isFromAny(Set<Principal> issuers, Identity identity) {
        return identity.chain().stream()
                .anyMatch(each -> issuers.contains(each.getIssuerX500Principal()));
    }
}
