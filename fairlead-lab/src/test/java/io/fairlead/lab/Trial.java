package io.fairlead.lab;

import java.io.IOException;

/** A lab for tests. */
public record Trial(Run body) implements Lab {
    /** What it does. */
    public interface Run {
        /** Does it. */
        void run(Experiment lab) throws IOException;
    }

    /** Runs it on loopback. */
    public static Report report(Run body) throws IOException {
        return Experiment.run(new Trial(body), Network.shared(), _ -> {});
    }

    @Override
    public String name() {
        return "trial";
    }

    @Override
    public String summary() {
        return "what a test wants";
    }

    @Override
    public String expectation() {
        return "Something <happens>.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        body.run(lab);
    }
}
