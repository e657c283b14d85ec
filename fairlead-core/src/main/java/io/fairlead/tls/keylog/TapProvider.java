package io.fairlead.tls.keylog;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import javax.crypto.KDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the JDK's providers and passes everything on to them, and on the way it sees which
 * secrets TLS derives: the JDK's TLS asks for its derivations by name, from whoever comes first.
 */
final class TapProvider extends Provider {
    private static final long serialVersionUID = 1;

    private static final String KDF = "KDF";
    private static final String KEY_GENERATOR = "KeyGenerator";

    private TapProvider() {
        super("FairleadKeyLog", "1", "sees the secrets that TLS derives, for a key log");
        for (String name : List.of("HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512")) {
            putService(new Tap(this, KDF, name));
        }
        for (String name : List.of(MasterSecretTap.PLAIN, MasterSecretTap.EXTENDED)) {
            if (original(KEY_GENERATOR, name) != null) {
                putService(new Tap(this, KEY_GENERATOR, name));
            }
        }
    }

    /** The one of this process. */
    private static final class Installed {
        static final Provider ONE = new TapProvider();
    }

    static void install() {
        int _ = Security.insertProviderAt(Installed.ONE, 1); // nothing, if it is there
    }

    /** Who would be asked if there were no tap. */
    private static @Nullable Provider original(String type, String name) {
        for (Provider one : Security.getProviders()) {
            boolean isTap = one instanceof TapProvider;
            if (!isTap && one.getService(type, name) != null) return one;
        }
        return null;
    }

    /** A service that another provider has, too. */
    private static final class Tap extends Service {
        Tap(Provider provider, String type, String name) {
            super(provider, type, name, TapProvider.class.getName(), null, null);
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            String name = getAlgorithm();
            Provider original = original(getType(), name);
            if (original == null) throw new NoSuchAlgorithmException(name);
            try {
                return getType().equals(KDF)
                        ? new HkdfTap(name, original, (KDFParameters) parameter)
                        : new MasterSecretTap(name, original);
            } catch (InvalidAlgorithmParameterException e) {
                throw new NoSuchAlgorithmException(e);
            }
        }
    }
}
