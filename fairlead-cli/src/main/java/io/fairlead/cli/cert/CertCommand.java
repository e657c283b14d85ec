package io.fairlead.cli.cert;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.tls.issue.CertificateTerms;
import io.fairlead.tls.issue.KeyKind;
import io.fairlead.tls.issue.Purpose;
import io.fairlead.tls.issue.SubjectName;
import io.fairlead.tls.key.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead cert}: arguments in, exit code out. */
@Command(
        name = "cert",
        customSynopsis = "fairlead cert [OPTION]... NAME...",
        sortOptions = false,
        description = {
            "Makes certificates for trying TLS.",
            "They are signed by an authority of your own, which the first run makes. Nobody",
            "trusts it until you say so; the command prints how.",
            "",
            "  fairlead cert localhost 127.0.0.1 ::1    localhost.pem and localhost-key.pem",
            "  fairlead cert '*.example.test'           for all hosts of a domain",
            "  fairlead cert --client ada               for a client: ada-client.pem and its key",
            "  fairlead cert --ca                       where the authority's certificate is",
            "",
            "Files of an earlier run are replaced, those of others are not. For a service that",
            "others use, take certificates of a public authority instead.",
            ""
        })
public final class CertCommand implements Callable<Integer> {
    private static final int DAYS_MAX = (int) CertificateTerms.LONGEST.toDays();

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            description =
                    "What the certificate is for: host names, *.DOMAIN, IP addresses, e-mail"
                            + " addresses, URIs. The first one names the files.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--client", description = "For a client, and not for a server.")
    private boolean client;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Write the files there (default: the current directory).")
    private Path directory = Path.of("");

    @Option(
            names = "--days",
            paramLabel = "N",
            description = {
                "Valid for so many days, from 1 to 398 (default: 397).",
                "No browser takes a certificate for longer."
            })
    private int days = DAYS_MAX - 1;

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            description = {
                "ec (default: P-256, which everybody knows), ed25519 or rsa (2,048 bits)."
            })
    private KeyKind kind = KeyKind.EC;

    @Option(
            names = "--p12",
            description = {
                "Write a PKCS #12 file, too, for browsers, Windows and Java.",
                "Its password is " + PfxFile.PASSWORD + "."
            })
    private boolean pfx;

    @Option(names = "--force", description = "Replace files of others, too.")
    private boolean force;

    @Option(
            names = "--ca",
            description = "Only print where the authority's certificate is; make it if need be.")
    private boolean authorityOnly;

    @Option(names = "--json", description = "Print one JSON object in one line.")
    private boolean json;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public CertCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        check();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SecureRandom random = new SecureRandom();
        List<SubjectName> names = names();
        LocalAuthority authority = LocalAuthority.open(shell, now, random);
        if (authorityOnly) {
            shell.print(authority.certificate() + "\n");
        } else {
            issue(authority, names, now, random);
        }
        return ExitCode.OK.code();
    }

    private void check() {
        if (authorityOnly && !words.isEmpty()) {
            throw wrong("--ca makes no certificate; leave out " + words.getFirst());
        }
        if (!authorityOnly && words.isEmpty()) {
            throw wrong(
                    "name what the certificate is for, as in: fairlead cert localhost 127.0.0.1"
                            + " ::1");
        }
        if (days < 1 || days > DAYS_MAX) {
            throw wrong("--days must be from 1 to " + DAYS_MAX + ", the most that browsers take");
        }
        if (!directory.toString().isEmpty() && !Files.isDirectory(directory)) {
            throw wrong("--dir: there is no directory " + directory);
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** A client may have a name that is no host's, and stands in the subject alone. */
    private List<SubjectName> names() {
        List<SubjectName> names = new ArrayList<>();
        for (String word : words) {
            try {
                names.add(SubjectName.parse(word));
            } catch (IllegalArgumentException e) {
                boolean isPersons = client && words.size() == 1 && !word.isBlank();
                if (!isPersons) throw wrong(String.valueOf(e.getMessage()));
            }
        }
        return names;
    }

    private void issue(
            LocalAuthority authority, List<SubjectName> names, Instant now, SecureRandom random)
            throws CommandException, OutputException, GeneralSecurityException {
        WrittenFiles files = WrittenFiles.of(directory, words.getFirst(), client);
        if (!force) files.checkReplaceable(authority, pfx);
        Purpose purpose = client ? Purpose.CLIENT : Purpose.SERVER;
        CertificateTerms terms =
                CertificateTerms.of(purpose, names, now, valid(authority, now))
                        .withKey(kind)
                        .withCommonName(words.getFirst());
        Identity identity = authority.issue(terms, random);
        files.write(identity, pfx);
        CertWords said = new CertWords(files, identity, words, authority);
        shell.print(json ? said.json(pfx) : client ? said.forClient(pfx) : said.forServer(pfx));
    }

    /** No longer than the authority itself. */
    private Duration valid(LocalAuthority authority, Instant now) {
        Duration wanted = Duration.ofDays(days);
        Duration possible = Duration.between(now, authority.notAfter());
        return wanted.compareTo(possible) < 0 ? wanted : possible;
    }
}
