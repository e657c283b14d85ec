package io.fairlead.server;

import io.fairlead.program.Program;
import io.fairlead.program.ProgramEnd;
import io.fairlead.program.ProgramListener;
import io.fairlead.program.ProgramRun;
import io.fairlead.program.ProgramRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/** Runs a program in a process of its own, and tells what it writes first; for tests that kill. */
final class ProgramServer {
    private ProgramServer() {}

    /** The arguments: whether by pipes, or with a socket; a script; by pipes, its milliseconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Program program =
                Program.of("sh", "-c", arguments[1]).environment(Map.of("PATH", "/usr/bin:/bin"));
        if (arguments[0].equals("pipes")) {
            ProgramRun run = new ProgramRunner("fairlead programs").start(program, new Printing());
            Duration most = Duration.ofMillis(Long.parseLong(arguments[2]));
            run.limitTime(most, Duration.ofSeconds(1));
        } else {
            Server server = Server.at("tcp://127.0.0.1:0").execute(program);
            try (Wire wire = Wire.connect(server.endpoint(), 0)) {
                System.out.write(wire.receive(3));
                System.out.flush();
            }
        }
        Thread.currentThread().join(); // until it is killed
    }

    private static final class Printing implements ProgramListener {
        @Override
        public boolean onOutput(Output output, ByteBuffer bytes) {
            while (bytes.hasRemaining()) System.out.write(bytes.get());
            System.out.flush();
            return true;
        }

        @Override
        public void onEnd(ProgramEnd end) {
            System.out.println(end);
        }
    }
}
