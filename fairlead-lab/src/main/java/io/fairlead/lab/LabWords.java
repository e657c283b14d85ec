package io.fairlead.lab;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Glossary;
import java.util.List;

/**
 * What {@code fairlead explain} has to say of a lab's subject: the entries that send their readers
 * to the lab. So neither can name the other in vain. For any thread.
 */
public final class LabWords {
    private static final Glossary GLOSSARY = Glossary.load();

    private LabWords() {}

    /** The names of the entries: errors first, then states, flags, options ... terms. */
    public static List<String> of(Lab lab) {
        return GLOSSARY.checkedBy("fairlead lab " + lab.name()).stream().map(Entry::name).toList();
    }
}
