package io.fairlead.server;

import java.time.Duration;
import java.util.List;

/**
 * Several loops on one port, each with a listener of its own (SO_REUSEPORT): the kernel spreads the
 * connections, and the loops share nothing but the site.
 */
final class ShardedEngine implements Engine {
    private final Site site;
    private final List<Engine> shards;

    ShardedEngine(Site site, List<Engine> shards) {
        this.site = site;
        this.shards = List.copyOf(shards);
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() {
        shards.forEach(Engine::start);
    }

    @Override
    public void drain() {
        shards.forEach(Engine::drain);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        long endNs = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        for (Engine shard : shards) {
            Duration left = Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
            ended &= shard.awaitEnd(left);
        }
        return ended;
    }

    @Override
    public int cut() {
        return shards.stream().mapToInt(Engine::cut).sum();
    }
}
