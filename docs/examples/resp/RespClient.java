import io.fairlead.client.Client;
import io.fairlead.client.call.Calls;
import io.fairlead.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

void main() throws Exception {
    // region: client
    try (Client client = Client.to("tcp://:6380").codec(new RespCodec(1024 * 1024)).start();
            Calls redis = Calls.over(client).start()) {
        List<CompletableFuture<Frame>> counts = new ArrayList<>();
        for (int i = 0; i < 3; i++) counts.add(redis.submit(Resp.array("INCR", "visits")));
        for (CompletableFuture<Frame> count : counts) IO.println(Resp.text(count.join()));
        IO.println(Resp.text(redis.call(Resp.array("GET", "visits"))));
    }
    // endregion
}
