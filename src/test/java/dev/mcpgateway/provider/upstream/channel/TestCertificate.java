package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate and its key as PEM files, made by the JDK's keytool.
 *
 * @param certificate trusts itself
 */
public record TestCertificate(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static TestCertificate create(Path directory, String host) throws IOException {
        Path store = directory.resolve(host + ".p12");
        keytool(store, "-alias", "test", "-dname", "CN=" + host, "-ext", "SAN=dns:" + host);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return new TestCertificate(
                    pem(
                            directory.resolve(host + ".crt"),
                            "CERTIFICATE",
                            keys.getCertificate("test").getEncoded()),
                    pem(
                            directory.resolve(host + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("test", PASSWORD).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Certificates of one issuer, each followed by the issuer's own. */
    public static List<TestCertificate> issuedTogether(Path directory, String... hosts) throws IOException {
        Path store = directory.resolve("issued.p12");
        keytool(store, "-alias", "issuer", "-dname", "CN=Issuer", "-ext", "bc:c");
        List<TestCertificate> all = new ArrayList<>();
        for (String host : hosts) {
            keytool(store, "-alias", host, "-dname", "CN=" + host, "-ext", "SAN=dns:" + host, "-signer", "issuer");
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            for (String host : hosts) {
                Path own = pem(
                        directory.resolve(host + ".crt"),
                        "CERTIFICATE",
                        keys.getCertificate(host).getEncoded());
                Path issuer = pem(
                        directory.resolve("issuer.crt"),
                        "CERTIFICATE",
                        keys.getCertificate("issuer").getEncoded());
                Files.writeString(own, Files.readString(own) + Files.readString(issuer));
                all.add(new TestCertificate(
                        own,
                        pem(
                                directory.resolve(host + ".key"),
                                "PRIVATE KEY",
                                keys.getKey(host, PASSWORD).getEncoded())));
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(arguments));
        if (new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
