package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Glossary;
import java.util.Iterator;

/** The names of entries, for a shell that completes them. Read only when it asks. */
final class EntryNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Glossary.load().entries().stream()
                .map(Entry::name)
                .filter(name -> !name.contains(" "))
                .iterator();
    }
}
