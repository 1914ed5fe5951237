package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate and its key as PEM files, made by the JDK's keytool.
 *
 * @param certificate trusts itself
 */
public record TestCertificate(Path certificate, Path key) {

    public static TestCertificate create(Path directory, String host) throws IOException {
        Path store = directory.resolve(host + ".p12");
        char[] password = "changeit".toCharArray();
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(password)))
                .inheritIO()
                .start();
        try (InputStream in = await(keytool, store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            return new TestCertificate(
                    pem(
                            directory.resolve(host + ".crt"),
                            "CERTIFICATE",
                            keys.getCertificate("test").getEncoded()),
                    pem(
                            directory.resolve(host + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("test", password).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static InputStream await(Process keytool, Path store) throws IOException {
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        return Files.newInputStream(store);
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
