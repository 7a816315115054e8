package dev.mycelium.registry;

import dev.mycelium.registry.access.NetworkToken;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What keeps strangers out: a token for writes, and TLS so that nobody overhears it. */
final class Protection {
  private static final Logger LOG = LoggerFactory.getLogger(Protection.class);
  private static final String TOKEN = "MYCELIUM_TOKEN";
  private static final String PASSWORD = "MYCELIUM_TLS_PASSWORD";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = {
        "Network token that every write must bring as Authorization: Bearer.",
        "Better in " + TOKEN + " or a file: other users of this machine see command lines"
      })
  private @Nullable String token;

  @Option(names = "--token-file", paramLabel = "FILE", description = "File with the network token")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "Serve HTTPS with the key in this PKCS#12 or JKS file")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File with the keystore's password; or give it in " + PASSWORD)
  private @Nullable Path passwordFile;

  /** Fails with a sentence if what was given cannot protect anything. */
  void check() {
    networkToken();
    tls();
  }

  /** The token that writes need, if any. */
  Optional<NetworkToken> networkToken() {
    String given = token != null ? token : new Secret(TOKEN, "--token-file", tokenFile).value();
    try {
      return Optional.ofNullable(given).map(NetworkToken::new);
    } catch (IllegalArgumentException weak) {
      throw StartException.of(ExitCode.TOKEN_WEAK, "--" + weak.getMessage() + ".");
    }
  }

  /** Settings of the server's TLS, none without a keystore; fails if it has no key to use. */
  Map<String, Object> tls() {
    if (keystore == null) {
      return Map.of();
    }
    String password = new Secret(PASSWORD, "--tls-password-file", passwordFile).value();
    String type = checked(keystore, password == null ? "" : password).getType();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.ssl.key-store", keystore.toAbsolutePath().toUri().toString());
    settings.put("server.ssl.key-store-type", type);
    settings.put("server.ssl.key-store-password", password == null ? "" : password);
    settings.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
    return settings;
  }

  /** Says what stands open at an address that other machines reach. */
  void warn(String host) {
    if (networkToken().isEmpty()) {
      LOG.warn("host {} is open to other machines, and anybody may write; see --token", host);
    } else if (keystore == null) {
      LOG.warn("the token travels readably to host {}; see --tls-keystore", host);
    }
  }

  private static KeyStore checked(Path file, String password) {
    try {
      KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isKeyEntry(alias)) {
          return keys;
        }
      }
      throw unusable(file, "it holds no private key");
    } catch (IOException | GeneralSecurityException failure) {
      throw unusable(file, String.valueOf(failure.getMessage()));
    }
  }

  private static StartException unusable(Path file, String why) {
    return StartException.of(
        ExitCode.KEYSTORE_UNUSABLE,
        "--tls-keystore: %s cannot be used: %s (expected: a PKCS#12 or JKS file with a key, its"
                .formatted(file, why)
            + " password in MYCELIUM_TLS_PASSWORD).");
  }
}
