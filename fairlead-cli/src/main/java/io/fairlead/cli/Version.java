package io.fairlead.cli;

import java.lang.module.ModuleDescriptor;

/** Which Fairlead this is, and what it runs on. */
final class Version {
    private Version() {}

    static String text() {
        return "fairlead %s%nJava %s (%s %s), %s %s %s%n"
                .formatted(
                        ofFairlead(),
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"));
    }

    /** The version that the build wrote into the module, and into the jar for a class path. */
    static String ofFairlead() {
        ModuleDescriptor module = Version.class.getModule().getDescriptor();
        if (module != null) return module.rawVersion().orElse("(unknown)");
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a build)" : version;
    }
}
