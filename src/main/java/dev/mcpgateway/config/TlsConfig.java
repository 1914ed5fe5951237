package dev.mcpgateway.config;

import java.nio.file.Path;

/** What the public listener presents to clients. */
public record TlsConfig(
        @Setting(doc = "PEM file with the certificate and its chain.")
        Path certFile,

        @Setting(doc = "PEM file with the private key (PKCS#8).")
        Path keyFile) {}
