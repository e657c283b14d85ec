package io.fairlead.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules about the shape of one source file. The second argument of each visit is how many
 * statements enclose the place within its method; an {@code else if} is no deeper than its {@code
 * if}.
 */
final class TreeRules extends TreeScanner<@Nullable Void, Integer> {
    private static final int METHOD_LINES_MAX = 40;
    private static final int PARAMETERS_MAX = 5;
    private static final int NESTING_MAX = 3;
    private static final String CAMEL_CASE_WORDS =
            "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])";
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "Manager",
                    "Helper",
                    "Util",
                    "Utils",
                    "Impl",
                    "Abstract",
                    "Base",
                    "Data",
                    "Info",
                    "Context");

    private final Source source;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Finding> findings;
    private final Deque<String> elements = new ArrayDeque<>();
    private final Deque<Tree.Kind> classKinds = new ArrayDeque<>();

    TreeRules(
            Source source,
            CompilationUnitTree unit,
            SourcePositions positions,
            List<Finding> findings) {
        this.source = source;
        this.unit = unit;
        this.positions = positions;
        this.findings = findings;
        elements.push("file");
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, Integer depth) {
        String name = node.getSimpleName().toString();
        boolean topLevel = elements.size() == 1;
        if (topLevel && !source.file().endsWith("/" + name + ".java")) {
            String message = "%s is in a file of another name: give it its own".formatted(name);
            add(Rule.FILE_NAME, node, name, message);
        }
        for (String word : name.split(CAMEL_CASE_WORDS, -1)) {
            if (EMPTY_WORDS.contains(word)) {
                String message =
                        "class %s has '%s' in its name, which says nothing: rename it"
                                .formatted(name, word);
                add(Rule.CLASS_NAME, node, name, message);
            }
        }
        elements.push(name.isEmpty() ? elements.element() : name);
        classKinds.push(node.getKind());
        super.visitClass(node, 0);
        classKinds.pop();
        elements.pop();
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, Integer depth) {
        boolean constructor = node.getName().contentEquals("<init>");
        String name = constructor ? elements.element() : node.getName().toString();
        // The tables in a test's annotations are no part of what a reader has to follow.
        boolean annotated = !node.getModifiers().getAnnotations().isEmpty();
        long start = annotated ? endLine(node.getModifiers()) : line(node);
        long lines = endLine(node) - start + 1;
        if (lines > METHOD_LINES_MAX) {
            String message =
                    "method %s has %d lines; limit %d: split it"
                            .formatted(name, lines, METHOD_LINES_MAX);
            add(Rule.METHOD_LINES, node, name, message);
        }
        boolean ofRecord = constructor && classKinds.element() == Tree.Kind.RECORD;
        int parameters = node.getParameters().size();
        if (parameters > PARAMETERS_MAX && !ofRecord) {
            String message =
                    "method %s has %d parameters; limit %d: make a record of some"
                            .formatted(name, parameters, PARAMETERS_MAX);
            add(Rule.PARAMETERS, node, name, message);
        }
        elements.push(name);
        super.visitMethod(node, 0);
        elements.pop();
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, Integer depth) {
        checkUse(node, node.getExpression().toString(), node.getIdentifier().toString());
        return super.visitMemberSelect(node, depth);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, Integer depth) {
        checkUse(node, node.getQualifierExpression().toString(), node.getName().toString());
        return super.visitMemberReference(node, depth);
    }

    private void checkUse(Tree node, String owner, String member) {
        String use = owner.substring(owner.lastIndexOf('.') + 1) + "." + member;
        boolean exits =
                Set.of("System.exit", "getRuntime().halt", "getRuntime().exit").contains(use);
        if (exits && !source.isIn("cli")) {
            String message =
                    "%s ends the whole process, which is for cli alone: throw instead"
                            .formatted(use);
            add(Rule.EXIT, node, elements.element(), message);
        }
        if (source.isTest() && use.equals("Thread.sleep")) {
            String message = "a test sleeps: wait for the event itself (a latch, a line, a state)";
            add(Rule.SLEEP, node, elements.element(), message);
        }
        if (member.equals("printStackTrace")) {
            String message = "printStackTrace: log it with System.Logger or throw it on";
            add(Rule.STACK_TRACE, node, elements.element(), message);
        }
    }

    @Override
    public @Nullable Void visitIf(IfTree node, Integer depth) {
        int inner = deeper(node, depth);
        scan(node.getCondition(), depth);
        scan(node.getThenStatement(), inner);
        Tree otherwise = node.getElseStatement();
        return scan(otherwise, otherwise instanceof IfTree ? depth : Integer.valueOf(inner));
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree node, Integer depth) {
        return super.visitForLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree node, Integer depth) {
        return super.visitEnhancedForLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree node, Integer depth) {
        return super.visitWhileLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree node, Integer depth) {
        return super.visitDoWhileLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitTry(TryTree node, Integer depth) {
        return super.visitTry(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree node, Integer depth) {
        return super.visitSwitch(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree node, Integer depth) {
        return super.visitSwitchExpression(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree node, Integer depth) {
        return super.visitSynchronized(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree node, Integer depth) {
        boolean block = node.getBodyKind() == LambdaExpressionTree.BodyKind.STATEMENT;
        return super.visitLambdaExpression(node, block ? deeper(node, depth) : depth);
    }

    private int deeper(Tree node, int depth) {
        if (depth == NESTING_MAX) {
            String element = elements.element();
            String message =
                    "%s nests more than %d levels deep here: give the inside a name"
                            .formatted(element, NESTING_MAX);
            add(Rule.NESTING, node, element, message);
        }
        return depth + 1;
    }

    private void add(Rule rule, Tree node, String element, String message) {
        findings.add(new Finding(rule, source.file(), line(node), element, message));
    }

    private long line(Tree node) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, node));
    }

    private long endLine(Tree node) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, node));
    }
}
