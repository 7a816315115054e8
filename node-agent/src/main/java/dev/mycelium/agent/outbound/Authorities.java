package dev.mycelium.agent.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities that are believed in place of the ones that Java knows. */
final class Authorities {
  private Authorities() {}

  /**
   * @param file certificates as PEM, one after the other
   * @throws UnusableCertificatesException if there is none
   */
  static SSLContext read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(content);
      if (certificates.isEmpty()) {
        throw UnusableCertificatesException.of(file, "no certificate in it", null);
      }
      return trusting(certificates);
    } catch (IOException e) {
      throw UnusableCertificatesException.of(file, String.valueOf(e), e);
    } catch (GeneralSecurityException e) {
      throw UnusableCertificatesException.of(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static SSLContext trusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
