import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the format of Java 7, with stack maps, if theirs is older: a cache of
 * classes (JEP 483) takes none from before Java 6, and such classes are slow to verify, too. What
 * the classes do stays the same, but for one thing: picocli does not look for Groovy, which is not
 * there, as that opens each jar of the class path before a command begins.
 *
 * <p>Usage: java NewerClasses.java JAR...
 */
final class NewerClasses {
    private static final int OLDEST = ClassFile.JAVA_7_VERSION;
    private static final String NOTICE_NAME = "META-INF/CHANGED.txt"; // licences ask for it
    private static final String NOTICE =
            """
            Fairlead's build has changed the class files of this jar: they have the format of Java 7,
            with stack maps, and a method named loadClosureClass returns null.
            """;
    private static final String LOOKS_FOR_GROOVY = "loadClosureClass";

    static void main(String[] jars) throws IOException {
        for (String jar : jars) rewrite(Path.of(jar));
    }

    private static void rewrite(Path jar) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        int changed = 0;
        try (JarFile in = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(made);
                ZipOutputStream out = new ZipOutputStream(file)) {
            ClassFile classes = classFile(in);
            for (var entry : in.stream().toList()) {
                byte[] bytes = bytes(in, entry);
                if (isOld(entry.getName(), bytes)) {
                    bytes = newer(classes, bytes);
                    changed++;
                }
                put(out, entry.getName(), entry.getTime(), bytes);
            }
            if (changed > 0) put(out, NOTICE_NAME, 0, NOTICE.getBytes(StandardCharsets.UTF_8));
        }
        if (changed > 0) {
            Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(made);
        }
    }

    private static void put(ZipOutputStream out, String name, long timeMs, byte[] bytes)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(timeMs);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    /** Which class extends which is looked up in the jar itself, then in the JDK. */
    private static ClassFile classFile(JarFile jar) {
        ClassHierarchyResolver inJar =
                ClassHierarchyResolver.ofResourceParsing(
                        (ClassDesc type) -> {
                            String name = type.descriptorString();
                            name = name.substring(1, name.length() - 1) + ".class";
                            try {
                                ZipEntry entry = jar.getEntry(name);
                                return entry == null ? null : jar.getInputStream(entry);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        return ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        inJar.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static byte[] bytes(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** The major version stands in the seventh and eighth byte (JVMS 4.1). */
    private static boolean isOld(String name, byte[] bytes) {
        return name.endsWith(".class")
                && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < OLDEST;
    }

    private static byte[] newer(ClassFile classes, byte[] bytes) {
        ClassTransform methods =
                (written, part) -> {
                    if (part instanceof MethodModel method) {
                        written.transformMethod(method, body(method));
                    } else {
                        written.with(part);
                    }
                };
        ClassTransform version =
                ClassTransform.endHandler(builder -> builder.withVersion(OLDEST, 0));
        return classes.transformClass(classes.parse(bytes), methods.andThen(version));
    }

    private static MethodTransform body(MethodModel method) {
        if (!method.methodName().equalsString(LOOKS_FOR_GROOVY)) {
            // Each instruction is written anew: a method that is only copied gets no stack maps.
            return MethodTransform.transformingCode((code, part) -> code.with(part));
        }
        return (written, part) -> {
            if (part instanceof CodeModel) {
                written.withCode(code -> code.aconst_null().areturn());
            } else {
                written.with(part);
            }
        };
    }
}
