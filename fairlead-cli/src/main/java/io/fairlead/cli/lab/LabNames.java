package io.fairlead.cli.lab;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Labs;
import java.util.Iterator;

/** The names of the labs, for the shell's completion. */
final class LabNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Labs.ALL.stream().map(Lab::name).iterator();
    }
}
