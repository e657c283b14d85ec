import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives classes that were compiled for Java 5 the stack maps and the version of Java 6. Older ones
 * are in no cache of loaded classes, and Java verifies them in a way that takes far longer. What
 * the classes do stays the same. Arguments: the jars.
 */
final class RenewClasses {
    private static final int VERSION_AT = 6; // major_version, two bytes; JVMS 4.1

    private RenewClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path path = Path.of(jar);
            if (isOld(path)) renew(path);
        }
    }

    private static boolean isOld(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (isOld(entry, contentOf(zip, entry))) return true;
            }
            return false;
        }
    }

    private static boolean isOld(ZipEntry entry, byte[] content) {
        return entry.getName().endsWith(".class")
                && ByteBuffer.wrap(content).getShort(VERSION_AT) < ClassFile.JAVA_6_VERSION;
    }

    private static byte[] contentOf(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void renew(Path jar) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile zip = new ZipFile(jar.toFile());
                FileSystem inside = FileSystems.newFileSystem(jar);
                OutputStream file = Files.newOutputStream(made);
                ZipOutputStream out = new ZipOutputStream(file)) {
            ClassFile classes =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(hierarchy(inside)));
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                byte[] content = contentOf(zip, entry);
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isOld(entry, content) ? renewed(classes, content) : content);
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] renewed(ClassFile classes, byte[] content) {
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        ClassTransform version =
                ClassTransform.endHandler(to -> to.withVersion(ClassFile.JAVA_6_VERSION, 0));
        return classes.transformClass(classes.parse(content), code.andThen(version));
    }

    /** What extends what: asked of the jar itself, then of this Java. */
    private static ClassHierarchyResolver hierarchy(FileSystem jar) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(jar, type))
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static InputStream open(FileSystem jar, ClassDesc type) {
        String name = type.descriptorString();
        Path path = jar.getPath(name.substring(1, name.length() - 1) + ".class");
        try {
            return Files.exists(path) ? Files.newInputStream(path) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
