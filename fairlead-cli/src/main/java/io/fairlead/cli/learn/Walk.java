package io.fairlead.cli.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.OwnCommand;
import io.fairlead.cli.Shell;
import io.fairlead.learn.Block;
import io.fairlead.learn.Chapter;
import io.fairlead.learn.Course;
import io.fairlead.learn.CourseStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Locale;

/** A learner at a terminal, step by step. For one thread. */
final class Walk {
    private static final String QUIT = "q";

    private final Shell shell;
    private final Course course;
    private final CourseText text;
    private final BufferedReader typed;

    Walk(Shell shell, Course course, CourseText text) {
        this.shell = shell;
        this.course = course;
        this.text = text;
        typed = new BufferedReader(new InputStreamReader(shell.in(), UTF_8));
    }

    /** Goes on from there, until the learner leaves or the course ends. */
    ExitCode from(Position place) throws IOException, InterruptedException {
        shell.signals().on("INT", this::interrupted);
        int chapter = Math.clamp(place.chapter(), 1, course.chapters().size());
        int step = Math.clamp(place.step(), 1, chapter(chapter).steps().size());
        if (step > 1) shell.print("Going on where you stopped; --restart begins again.\n\n");
        while (chapter <= course.chapters().size()) {
            new Position(chapter, step).keep(shell);
            String answer = step(chapter(chapter), step);
            if (answer.equals(QUIT)) return left(chapter);
            step += answer.equals("b") ? -1 : 1;
            if (step < 1) {
                chapter = Math.max(1, chapter - 1);
                step = 1;
            } else if (step > chapter(chapter).steps().size()) {
                chapter++;
                step = 1;
            }
        }
        Position.START.keep(shell);
        shell.print("That was the last step of the course.\n");
        return ExitCode.OK;
    }

    private Chapter chapter(int number) {
        return course.chapters().get(number - 1);
    }

    private ExitCode left(int chapter) throws OutputException {
        shell.printText(
                "\nYour place is kept: fairlead learn goes on in chapter " + chapter + ".\n");
        return ExitCode.OK;
    }

    private void interrupted() {
        shell.err().println();
        shell.halt().accept(ExitCode.INTERRUPTED.code());
    }

    /** Shows a step; what was typed after it. */
    private String step(Chapter chapter, int number) throws IOException, InterruptedException {
        if (number == 1) shell.print(text.introduction(chapter));
        CourseStep step = chapter.steps().get(number - 1);
        shell.print(text.title(chapter, number));
        for (Block block : step.blocks()) {
            shell.print(text.block(block));
            if (block instanceof Block.Question question && !answered(question)) return QUIT;
        }
        return after(step.labs(), number == chapter.steps().size());
    }

    /** Waits for Enter, then shows the answer; false if the learner leaves. */
    private boolean answered(Block.Question question) throws IOException {
        if (prompt("Think, then press Enter for the answer.").equals(QUIT)) return false;
        for (Block block : question.answer()) shell.print(text.block(block));
        return true;
    }

    /** Asks until the learner goes on, back or away. */
    private String after(List<String> labs, boolean last) throws IOException, InterruptedException {
        String lab = labs.isEmpty() ? "" : ", l runs lab " + String.join(", ", labs);
        String next = last ? "Enter begins the next chapter" : "Enter goes on";
        while (true) {
            String answer = prompt(next + lab + ", b goes back, q leaves.");
            if (!answer.equals("l")) return answer;
            for (String name : labs) runLab(name);
        }
    }

    private String prompt(String choices) throws IOException {
        shell.print(text.prompt(choices));
        String line = typed.readLine();
        return line == null ? QUIT : line.strip().toLowerCase(Locale.ROOT);
    }

    private void runLab(String name) throws IOException, InterruptedException {
        Process lab = OwnCommand.with(List.of("lab", name)).inheritIO().start();
        int _ = lab.waitFor();
    }
}
