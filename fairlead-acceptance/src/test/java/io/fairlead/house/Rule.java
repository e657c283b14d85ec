package io.fairlead.house;

/** What the house asks of every source and class file. */
enum Rule {
    ARROW,
    CLASS_NAME,
    EXIT,
    FILE_LINES,
    FILE_NAME,
    HOST,
    LINE_LENGTH,
    LINKER,
    LOCALE,
    METHOD_LINES,
    NESTING,
    PACKAGE_TYPES,
    PARAMETERS,
    SLEEP,
    STACK_TRACE
}
