import io.fairlead.client.Client;
import io.fairlead.client.call.Calls;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

void main() throws Exception {
    // region: calls
    try (Client client = Client.to("tcp://:7001").codec(Codec.lines()).start();
            Calls calls = Calls.over(client).start()) {
        IO.println(calls.call(Frame.of("one")).text()); // waits for the answer
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        for (String word : List.of("two", "three")) answers.add(calls.submit(Frame.of(word)));
        for (CompletableFuture<Frame> answer : answers) IO.println(answer.join().text());
    }
    // endregion
}
