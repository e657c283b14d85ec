package io.fairlead.house;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * A rule of what methods may call.
 *
 * @param calls the calls of a method's code that break it
 * @param message what is said of a call, and of the method that makes it
 */
record CallRule(
        Rule rule, Function<CodeModel, List<String>> calls, BinaryOperator<String> message) {
    /** Checks one class file of the sources under {@code sourceRoot}. */
    List<Finding> check(String sourceRoot, byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        String name = model.thisClass().asInternalName();
        String file = sourceRoot + "/" + name.replaceFirst("\\$.*", "") + ".java";
        List<Finding> findings = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            String element = name.replace('/', '.') + "." + method.methodName().stringValue();
            for (String call : method.code().map(calls).orElse(List.of())) {
                String words = message.apply(call, element);
                findings.add(new Finding(rule, file, 1, element, words));
            }
        }
        return findings;
    }

    /** A call: its class, name and type. */
    static String words(InvokeInstruction call) {
        return call.owner().asInternalName()
                + "."
                + call.name().stringValue()
                + call.type().stringValue();
    }
}
