package io.fairlead.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** What Java says of a file that cannot be had, as a sentence; often it says the name alone. */
public final class FileFault {
    private FileFault() {}

    /** Why a file could not be opened, read or written, such as "No space left on device". */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "ENOENT: there is no such file or directory";
            case AccessDeniedException _ -> "EACCES: this user has no permission for that";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    /** Which exit code tells it. */
    public static ExitCode code(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> ExitCode.ADDRESS;
            case AccessDeniedException _ -> ExitCode.PERMISSION;
            default -> ExitCode.FAILED;
        };
    }

    /**
     * A command cannot go on for want of a file.
     *
     * @param call what was done with it, such as {@code write}
     */
    public static CommandException of(String call, Path file, IOException failure) {
        return new CommandException(
                code(failure), call + " " + file + ": " + reason(failure), failure);
    }
}
