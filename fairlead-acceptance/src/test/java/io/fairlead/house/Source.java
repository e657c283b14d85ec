package io.fairlead.house;

/**
 * A Java source file.
 *
 * @param file from the root of the repository, with slashes
 */
record Source(String file, String text) {
    boolean isTest() {
        return file.contains("/src/test/");
    }

    boolean isIn(String room) {
        return file.contains("/io/fairlead/" + room + "/");
    }
}
