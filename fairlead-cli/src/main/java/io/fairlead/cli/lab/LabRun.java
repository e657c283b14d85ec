package io.fairlead.cli.lab;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.FileFault;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.ScreenWidth;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Ascii;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Network;
import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.lab.report.HtmlReport;
import io.fairlead.lab.report.MarkdownReport;
import io.fairlead.lab.report.TextReport;
import io.fairlead.ladder.TextStyle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Some labs, one after the other: each part is shown when it comes, files are written at the end.
 */
final class LabRun {
    private final Shell shell;
    private final ReportOptions options;
    private final TextReport text;
    private final ReportJson json;
    private final Steps steps;
    private final Map<String, Integer> numbers;

    /**
     * @param numbers the parameters of the labs, each checked
     */
    LabRun(Shell shell, ReportOptions options, Map<String, Integer> numbers) {
        this.shell = shell;
        this.options = options;
        this.numbers = numbers;
        steps = new Steps(shell);
        text = new TextReport(new TextStyle(ScreenWidth.of(shell), shell.isColored(), false));
        json = new ReportJson(shell);
    }

    /** Runs them; THRESHOLD if a check did not hold. */
    ExitCode run(List<Lab> labs, Network network) throws IOException, CommandException {
        try {
            return runAll(labs, network);
        } catch (Steps.EndedException e) {
            return ExitCode.OK;
        }
    }

    private ExitCode runAll(List<Lab> labs, Network network) throws IOException, CommandException {
        List<Report> reports = new ArrayList<>();
        for (Lab lab : labs) {
            if (!reports.isEmpty() && !options.json) shell.print("\n\n");
            reports.add(run(lab, network));
        }
        if (options.html != null) {
            write(options.html, HtmlReport.of(reports, ZonedDateTime.now(ZoneId.systemDefault())));
        }
        if (options.markdown != null) writePages(options.markdown, reports);
        List<String> broken =
                reports.stream()
                        .filter(each -> !each.held())
                        .map(each -> each.lab().name())
                        .toList();
        if (labs.size() > 1 && !options.json) {
            shell.print(
                    String.format(Locale.ROOT, "\n%d labs: %s%n", labs.size(), summary(broken)));
        }
        return broken.isEmpty() ? ExitCode.OK : ExitCode.THRESHOLD;
    }

    private static String summary(List<String> broken) {
        return broken.isEmpty() ? "every check held" : "failed: " + String.join(", ", broken);
    }

    private Report run(Lab lab, Network network) throws IOException {
        try {
            if (options.json) {
                json.start(lab, network);
            } else {
                print(options.step ? text.title(lab) : text.begin(lab));
            }
            Report report = Experiment.run(lab, network, numbers, part -> show(lab, part));
            if (options.json) {
                json.end(report);
            } else {
                if (options.step) print("\n" + text.expectation(lab));
                print(text.end(report));
            }
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void show(Lab lab, Part part) {
        try {
            if (options.json) {
                json.part(lab, part);
            } else {
                print(text.part(part));
                if (options.step) steps.after(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(String drawn) throws IOException {
        shell.print(shell.knowsUnicode() ? drawn : Ascii.of(drawn));
    }

    private void writePages(Path folder, List<Report> reports) throws CommandException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileFault.of("make", folder, e);
        }
        for (Report report : reports) {
            write(folder.resolve(report.lab().name() + ".md"), MarkdownReport.of(report));
        }
        write(folder.resolve("README.md"), MarkdownReport.index(reports));
    }

    private void write(Path file, String content) throws CommandException {
        new OutputFile(file).write(content);
        if (!options.json) shell.say("wrote " + file);
    }
}
