package io.fairlead.house;

/**
 * One place that breaks a rule.
 *
 * @param file the source file, from the root of the repository
 * @param line counted from 1
 * @param element the method, class or package concerned; names the place without its line
 * @param message what is wrong, and what to do
 */
record Finding(Rule rule, String file, long line, String element, String message) {
    @Override
    public String toString() {
        return file + ":" + line + " " + message + " [" + rule + " " + element + "]";
    }
}
