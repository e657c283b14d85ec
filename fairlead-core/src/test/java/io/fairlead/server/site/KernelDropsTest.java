package io.fairlead.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Probe;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.server.ServerObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class KernelDropsTest {
    private final List<Long> told = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private long nowNs;
    private long one;
    private long two;
    private final KernelDrops drops = new KernelDrops(told::add, later::add, () -> nowNs);

    KernelDropsTest() {
        drops.of(() -> one);
        drops.of(() -> two);
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
        later.remove().run();
    }

    @Test
    void theFirstAreToldSoonAndOthersTogether() {
        for (int i = 0; i < 100; i++) drops.lookSoon();
        assertThat(later).as("one look is enough").hasSize(1);
        one = 3;
        two = 4;
        pass(Duration.ofSeconds(1));
        assertThat(told).containsExactly(7L);
        for (int second = 1; second < 10; second++) {
            two++;
            if (second == 1) drops.lookSoon();
            pass(Duration.ofSeconds(1));
        }
        assertThat(told).as("too soon").hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(told).containsExactly(7L, 9L);
        assertThat(later).as("all is told").isEmpty();
        assertThat(drops.sum()).isEqualTo(16);
    }

    @Test
    void theRestIsToldAtTheEnd() {
        one = 1;
        drops.tellRest();
        two = 5;
        drops.tellRest();
        drops.tellRest();
        assertThat(told).containsExactly(1L, 5L);
    }

    @Test
    void nothingIsToldOfNothing() {
        drops.lookSoon();
        pass(Duration.ofSeconds(1));
        assertThat(told).isEmpty();
        assertThat(later).isEmpty();
    }

    /** Also while a service holds the thread that would receive. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerTellsByItself() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        ServerObserver observer =
                new ServerObserver() {
                    @Override
                    public void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {
                        heard.add(count);
                    }
                };
        ServerBuilder builder = Server.at("udp://127.0.0.1:0").observer(observer);
        try (Server server = builder.model(Model.SELECTOR).serve((peer, frame) -> goOn.await());
                Probe probe = Probe.open(server.endpoint())) {
            for (int i = 0; i < 300; i++) probe.send(new byte[8_000]);
            try {
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isPositive();
            } finally {
                goOn.countDown();
            }
        }
    }
}
