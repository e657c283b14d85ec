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

    /** The version that the build wrote into the module. */
    static String ofFairlead() {
        ModuleDescriptor module = Version.class.getModule().getDescriptor();
        return module == null ? "(not from a build)" : module.rawVersion().orElse("(unknown)");
    }
}
