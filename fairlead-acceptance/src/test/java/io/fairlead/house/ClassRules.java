package io.fairlead.house;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules that are read off class files: the arrows between rooms, and who makes native calls.
 * Every text of a constant pool is searched, because names of classes stand there in many guises:
 * alone, in descriptors, in generic signatures and in annotations.
 */
final class ClassRules {
    private static final Pattern OWN_CLASS =
            Pattern.compile("(?<![a-z])(io/fairlead/((?:[a-z_]+/)+)[A-Z][\\w$]*)");

    private final List<Finding> findings = new ArrayList<>();

    /** Checks one class file of the sources under {@code sourceRoot}. */
    static List<Finding> check(String sourceRoot, byte[] classFile) {
        ClassRules rules = new ClassRules();
        ClassModel model = ClassFile.of().parse(classFile);
        if (!model.isModuleInfo()) {
            rules.check(sourceRoot, model);
        }
        return rules.findings;
    }

    private void check(String sourceRoot, ClassModel model) {
        String name = model.thisClass().asInternalName();
        String file = sourceRoot + "/" + sourceFile(model, name);
        String room = room(name);
        if (room.isEmpty()) {
            String message =
                    "has no place in the table of %s: add the package '%s' to it"
                            .formatted(Arrows.class.getName(), packageOf(name));
            add(Rule.ARROW, file, name, message);
            return;
        }
        for (String text : texts(model)) {
            if (text.contains("java/lang/foreign/Linker") && !room.equals("posix.libc")) {
                String message = "uses java.lang.foreign.Linker: native calls belong to posix.libc";
                add(Rule.LINKER, file, name, message);
            }
            checkArrows(file, name, text);
        }
    }

    private void checkArrows(String file, String name, String text) {
        String room = room(name);
        OWN_CLASS
                .matcher(text)
                .results()
                .map(seen -> seen.group(1))
                .filter(seen -> !Arrows.allows(room, room(seen)))
                .forEach(seen -> addArrow(file, room, seen, room(seen)));
    }

    private void addArrow(String file, String room, String seenClass, String seen) {
        String message =
                "refers to %s, but %s may see only %s: turn the dependency round"
                        .formatted(
                                seenClass.replace('/', '.'),
                                room,
                                new TreeSet<>(Arrows.maySee(room)));
        add(Rule.ARROW, file, room + "->" + seen, message);
    }

    private void add(Rule rule, String file, String element, String message) {
        Finding finding = new Finding(rule, file, 1, element.replace('/', '.'), message);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private static List<String> texts(ClassModel model) {
        List<String> texts = new ArrayList<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }

    private static String room(String className) {
        return Arrows.roomOf(packageOf(className));
    }

    /** The package of a class by its internal name, from the folder below io/fairlead on. */
    private static String packageOf(String className) {
        int end = className.lastIndexOf('/');
        int begin = "io/fairlead/".length();
        return end < begin ? "" : className.substring(begin, end).replace('/', '.');
    }

    private static String sourceFile(ClassModel model, String name) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return model.findAttribute(Attributes.sourceFile())
                .map(attribute -> folder + attribute.sourceFile().stringValue())
                .orElse(name + ".class");
    }
}
