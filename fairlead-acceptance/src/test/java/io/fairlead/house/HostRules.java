package io.fairlead.house;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs in a simulated network, too, takes time and chance from its host: a call of the
 * machine's clock would be another one in each run. What deals with certificates is given both.
 */
final class HostRules {
    /** The rooms that run in both, under {@code io/fairlead}. */
    private static final Set<String> ROOMS =
            Set.of(
                    "session",
                    "service",
                    "connection",
                    "server/blocking",
                    "server/loop",
                    "server/site",
                    "client",
                    "client/call",
                    "client/pool",
                    "chat/door",
                    "chat/door/irc",
                    "chat/name",
                    "chat/room",
                    "services/relay",
                    "tls/issue",
                    "tls/key",
                    "testkit/simulation");

    /** In these rooms, but not simulated: datagrams and sockets of this machine, and its JVM. */
    private static final Set<String> REAL =
            Set.of(
                    "DatagramFlow",
                    "SocketFlow",
                    "SocketFront",
                    "Mischief",
                    "ThreadHost",
                    "ThreadTurn",
                    "LingeringClose",
                    "DatagramDescriptor",
                    "BlockingChannelSocket",
                    "BlockingEngine");

    private static final Pattern MACHINE =
            Pattern.compile(
                    "System\\W+(?:nanoTime|currentTimeMillis)"
                            + "|Thread\\W+sleep"
                            + "|LockSupport\\W+park(?:Nanos|Until)"
                            + "|ThreadLocalRandom\\W+current"
                            + "|SecureRandom\\W+<init>"
                            + "|Math\\W+random"
                            + "|Instant\\W+now"
                            + "|(?:util/|\\W)Random\\W+<init>\\W+\\(\\)V"
                            + "|SplittableRandom\\W+<init>\\W+\\(\\)V");

    private static final CallRule RULE =
            new CallRule(Rule.HOST, HostRules::calls, HostRules::message);

    private HostRules() {}

    /** Checks one class file of the sources under {@code sourceRoot}. */
    static List<Finding> check(String sourceRoot, byte[] classFile) {
        String name = ClassFile.of().parse(classFile).thisClass().asInternalName();
        return isOfBoth(name) ? RULE.check(sourceRoot, classFile) : List.of();
    }

    private static String message(String call, String element) {
        return call
                + " in "
                + element
                + " asks this machine, and not the host (clockNs, nanoTime, random)";
    }

    private static boolean isOfBoth(String name) {
        String path = name.replaceFirst("^io/fairlead/", "");
        String room = path.replaceFirst("/[^/]*$", "");
        String outer = path.replaceFirst(".*/", "").replaceFirst("\\$.*", "");
        return ROOMS.contains(room) && !REAL.contains(outer);
    }

    private static List<String> calls(CodeModel code) {
        List<String> all = new ArrayList<>();
        for (CodeElement element : code) {
            String words =
                    switch (element) {
                        case InvokeInstruction call -> CallRule.words(call);
                        case InvokeDynamicInstruction dynamic -> dynamic.bootstrapArgs().toString();
                        default -> "";
                    };
            Matcher matcher = MACHINE.matcher(words);
            if (matcher.find()) all.add(matcher.group());
        }
        return all.stream().distinct().toList();
    }
}
