package dev.mcpgateway.testing.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Notes how each attack ended in {@code target/attacks.tsv}: outcome, way in, test. */
final class AttackReport implements TestWatcher {
    private static final Path FILE = Path.of("target/attacks.tsv");

    @Override
    public void testSuccessful(ExtensionContext context) {
        note("refused", context);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note("GOT IN", context);
    }

    private static void note(String outcome, ExtensionContext context) {
        Attack attack = context.getRequiredTestMethod().getAnnotation(Attack.class);
        String test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        try {
            Files.writeString(
                    FILE,
                    outcome + "\t" + attack.value().name() + "\t" + test + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
