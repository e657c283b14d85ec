import io.fairlead.client.Client;
import io.fairlead.client.call.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

void main() throws Exception {
    // region: client
    RespCodec resp = new RespCodec(1024 * 1024);
    try (Client client = Client.to("tcp://:6380").codec(resp).start();
            Calls redis = Calls.over(client).start()) {
        List<CompletableFuture<Value>> counts = new ArrayList<>();
        for (int i = 0; i < 3; i++) counts.add(redis.submit(resp, Value.array("INCR", "visits")));
        for (CompletableFuture<Value> count : counts) IO.println(count.join().text());
        IO.println(redis.call(resp, Value.array("GET", "visits")).text());
    }
    // endregion
}
