package io.fairlead.house;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and letters do not depend on where the machine is: with the digits of another script a
 * port is none to a program that reads it, and with Turkish rules "INFO" has another small letter.
 */
final class LocaleRules {
    /** What formats: only dangerous with a number, as {@code %s} is the same everywhere. */
    private static final Pattern FORMATS =
            Pattern.compile(
                    "java/lang/String\\.(formatted\\(|format\\(Ljava/lang/String;).*"
                            + "|java/io/(PrintStream|PrintWriter|Console)"
                            + "\\.(printf|format)\\(Ljava/lang/String;.*");

    /** What takes a format, also with a locale. */
    private static final Pattern TAKES =
            Pattern.compile(
                    "java/lang/String\\.format(ted)?\\(.*"
                            + "|java/io/(PrintStream|PrintWriter|Console)\\.(printf|format)\\(.*");

    /** What asks the default locale in any case. */
    private static final Pattern ASKS =
            Pattern.compile(
                    "java/lang/String\\.to(Upper|Lower)Case\\(\\).*"
                            + "|java/text/(NumberFormat|DateFormat)\\.get\\w*Instance\\("
                            + "(?!.*Locale).*"
                            + "|java/text/(DecimalFormat|SimpleDateFormat|MessageFormat)"
                            + "\\.<init>\\((?!.*(Locale|Symbols)).*"
                            + "|java/time/format/DateTimeFormatter\\.ofPattern\\((?!.*Locale).*"
                            + "|java/util/Formatter\\.<init>\\((?!.*Locale).*"
                            + "|java/util/Scanner\\.<init>.*");

    /** A conversion whose digits or words depend on the locale, java.util.Formatter. */
    private static final Pattern NUMBER =
            Pattern.compile("%(\\d+\\$)?[-#+ 0,(]*(\\d+|\\u0001)?(\\.\\d+)?[dfeEgGtT]");

    private static final CallRule RULE =
            new CallRule(Rule.LOCALE, LocaleRules::calls, LocaleRules::message);

    private LocaleRules() {}

    /** Checks one class file of the sources under {@code sourceRoot}. */
    static List<Finding> check(String sourceRoot, byte[] classFile) {
        return RULE.check(sourceRoot, classFile);
    }

    private static String message(String call, String element) {
        String called = call.replaceFirst("\\(.*", "").replace('/', '.');
        return called + " asks the default locale in " + element + ": give it Locale.ROOT";
    }

    private static List<String> calls(CodeModel code) {
        List<String> all = new ArrayList<>();
        Deque<String> texts = new ArrayDeque<>(); // of formats that no call has taken yet
        for (CodeElement element : code) {
            switch (element) {
                case ConstantInstruction constant -> note(texts, constant.constantValue());
                case InvokeDynamicInstruction dynamic -> note(texts, dynamic.bootstrapArgs());
                case InvokeInstruction call -> {
                    String called = CallRule.words(call);
                    boolean numbers = TAKES.matcher(called).matches() && isOfNumbers(texts.poll());
                    boolean formats = numbers && FORMATS.matcher(called).matches();
                    if (formats || ASKS.matcher(called).matches()) all.add(called);
                }
                default -> {}
            }
        }
        return all.stream().distinct().toList();
    }

    private static void note(Deque<String> texts, Object constant) {
        String text = String.valueOf(constant);
        if (text.contains("%")) texts.push(text);
    }

    private static boolean isOfNumbers(@Nullable String text) {
        return text != null && NUMBER.matcher(text).find();
    }
}
