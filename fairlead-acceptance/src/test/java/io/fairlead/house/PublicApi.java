package io.fairlead.house;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the users of a module can reach: the public and protected members of the public types in the
 * packages that it exports to all. One file for each module is kept beside the documents, so that
 * who changes the API sees it in the diff.
 */
final class PublicApi {
    private static final Pattern PACKAGES =
            Pattern.compile("(?<![\\w$])(?:[a-z_]\\w*\\.)+(?=[A-Z])");

    private final Path classes;
    private final StringBuilder text = new StringBuilder();

    private PublicApi(Path classes) {
        this.classes = classes;
    }

    /** Where the API of a module is kept. */
    static Path file(Path module) {
        return Repository.root().resolve("docs/api/" + module.getFileName() + ".txt");
    }

    /** The API of a module as it was compiled; empty if it exports nothing to all. */
    static String of(Path module) throws IOException {
        Path classes = module.resolve("target/classes");
        Path descriptor = classes.resolve("module-info.class");
        if (!Files.exists(descriptor)) return "";
        PublicApi api = new PublicApi(classes);
        try (InputStream in = Files.newInputStream(descriptor)) {
            ModuleDescriptor.read(in).exports().stream()
                    .filter(exported -> !exported.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .forEach(api::addPackage);
        }
        return api.text.toString();
    }

    private void addPackage(String name) {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String simple = String.valueOf(file.getFileName()).replaceFirst("\\.class$", "");
                if (!simple.contains("-") && file.toString().endsWith(".class")) {
                    types.add(load(name + "." + simple));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        text.append("package ").append(name).append('\n');
        types.stream().filter(PublicApi::isReachable).forEach(this::addType);
        text.append('\n');
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isReachable(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) return false;
        Class<?> outer = type.getEnclosingClass();
        return isOpen(type.getModifiers()) && (outer == null || isReachable(outer));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private void addType(Class<?> type) {
        text.append("  ").append(brief(type.toGenericString())).append(above(type)).append('\n');
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isOpen(field.getModifiers()) && !field.isSynthetic()) {
                members.add(brief(field.toGenericString()));
            }
        }
        Stream.<Executable>concat(
                        Stream.<Constructor<?>>of(type.getDeclaredConstructors()),
                        Stream.<Method>of(type.getDeclaredMethods()))
                .filter(member -> isOpen(member.getModifiers()) && !member.isSynthetic())
                .forEach(member -> members.add(brief(member.toGenericString())));
        String owner = brief(type.getName()) + ".";
        for (String member : members) {
            text.append("    ").append(member.replace(owner, "")).append('\n');
        }
    }

    /** What it extends and implements, as far as that says something. */
    private static String above(Class<?> type) {
        List<Type> above = new ArrayList<>();
        Type extended = type.getGenericSuperclass();
        if (extended != null && !extended.equals(Object.class) && !type.isRecord()) {
            above.add(extended);
        }
        above.addAll(List.of(type.getGenericInterfaces()));
        return above.isEmpty()
                ? ""
                : " : "
                        + above.stream()
                                .map(one -> brief(one.getTypeName()))
                                .collect(Collectors.joining(", "));
    }

    /** Without packages. */
    private static String brief(String generic) {
        return PACKAGES.matcher(generic).replaceAll("");
    }
}
