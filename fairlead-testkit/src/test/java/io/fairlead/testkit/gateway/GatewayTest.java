package io.fairlead.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Codec;
import io.fairlead.service.Peer;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.junit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whatever the network does, each reading is kept once and in order. */
class GatewayTest {
    private static final String ENDPOINT = "tcp://gateway:7010";
    private static final int READINGS = 20;

    private static Device device(SimulatedNetwork net, String name) {
        Client client =
                net.client(
                        name,
                        Client.to(ENDPOINT)
                                .codec(Codec.lengthPrefixed(2))
                                .reconnect(Reconnect.DEFAULT));
        Device device = new Device(name);
        CompletableFuture<Peer> _ = client.connect(device);
        return device;
    }

    @Seeds(300)
    void eachReadingIsKeptOnceAndInOrder(SimulatedNetwork net) {
        Gateway gateway = new Gateway();
        net.serve(ENDPOINT, Codec.lengthPrefixed(2), gateway);
        List<Device> devices = new ArrayList<>();
        for (String name : List.of("lamp", "door", "meter")) devices.add(device(net, name));
        for (int i = 0; i < READINGS; i++) {
            for (Device device : devices) device.measure("value " + i);
            net.run(Duration.ofSeconds(net.random().nextInt(60)));
        }
        net.faults(SimulatedFaults.none()); // the weather clears up
        net.run(Duration.ofMinutes(10));
        assertThat(gateway.online).containsOnlyKeys("lamp", "door", "meter");
        for (String name : List.of("lamp", "door", "meter")) {
            assertThat(gateway.readings.get(name)).as(name).isEqualTo(devices.getFirst().readings);
        }
    }
}
