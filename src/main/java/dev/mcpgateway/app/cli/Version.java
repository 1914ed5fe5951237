package dev.mcpgateway.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build.
 *
 * @param number the release
 * @param revision the commit that it was built from; empty when it was built outside a repository
 */
public record Version(String number, String revision) {

    /** Reads the version that the build wrote into the program. */
    public static Version current() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("/dev/mcpgateway/version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String revision = properties.getProperty("revision", "");
        return new Version(properties.getProperty("version", "unknown"), revision.startsWith("$") ? "" : revision);
    }

    @Override
    public String toString() {
        return revision.isEmpty() ? number : number + " (" + revision + ")";
    }
}
