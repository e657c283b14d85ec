/** The course, and what checks a learner's own program. */
@org.jspecify.annotations.NullMarked
module io.fairlead.learn {
    requires io.fairlead.posix;
    requires io.fairlead.trace;
    requires static org.jspecify;

    exports io.fairlead.learn;
    exports io.fairlead.learn.check;
}
