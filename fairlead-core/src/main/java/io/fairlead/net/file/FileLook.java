package io.fairlead.net.file;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What some files looked like before they were read. Immutable.
 *
 * @param isUnsettled whether one may be written once more and look the same
 */
public record FileLook(List<FilePrint> prints, boolean isUnsettled) {
    /** Looks at them; takes one call of the system for each. */
    public static FileLook at(List<Path> files, Instant now) {
        List<FilePrint> prints = prints(files);
        return new FileLook(prints, prints.stream().anyMatch(each -> each.mayChangeUnseen(now)));
    }

    /**
     * Whether one of the same files is not what it was. One that was written less than two seconds
     * before this look counts as changed once more, as it may have been written again in the same
     * tick of the file system's clock.
     */
    public boolean isOld(List<Path> files) {
        return isUnsettled || !prints.equals(prints(files));
    }

    private static List<FilePrint> prints(List<Path> files) {
        return files.stream().map(FilePrint::of).toList();
    }
}
