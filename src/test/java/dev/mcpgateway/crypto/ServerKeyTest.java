package dev.mcpgateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerKeyTest {

    @TempDir
    Path temp;

    @Test
    void theFirstStartMakesAPrivateKeyInAPrivateDirectory() throws Exception {
        Path dataDir = temp.resolve("state/mcp-gateway");

        ServerKey.loadOrCreate(dataDir);

        assertThat(mode(dataDir)).isEqualTo("rwx------");
        assertThat(mode(dataDir.resolve("server.key"))).isEqualTo("rw-------");
        assertThat(dataDir.resolve("server.key")).hasSize(32);
        try (var files = Files.list(dataDir)) {
            assertThat(files).containsExactly(dataDir.resolve("server.key"));
        }
    }

    @Test
    void theNextStartReadsTheSameKey() {
        ServerKey first = ServerKey.loadOrCreate(temp);

        assertThat(ServerKey.loadOrCreate(temp).derive("x")).isEqualTo(first.derive("x"));
    }

    @Test
    void eachPurposeHasItsOwnKeyOf256Bits() {
        ServerKey key = ServerKey.loadOrCreate(temp);

        assertThat(key.derive("cookie").getEncoded())
                .hasSize(32)
                .isNotEqualTo(key.derive("request-state").getEncoded());
        assertThat(key.derive("cookie").getAlgorithm()).isEqualTo("AES");
        assertThat(key.derive("cookie")).isNotEqualTo(ServerKey.ephemeral().derive("cookie"));
    }

    @Test
    void startsAtTheSameMomentAgreeOnOneKey() throws Exception {
        int starts = 8;
        CyclicBarrier together = new CyclicBarrier(starts);
        try (ExecutorService threads = Executors.newFixedThreadPool(starts)) {
            Callable<ServerKey> start = () -> {
                together.await();
                return ServerKey.loadOrCreate(temp.resolve("new"));
            };
            List<Future<ServerKey>> keys = IntStream.range(0, starts)
                    .mapToObj(_ -> threads.submit(start))
                    .toList();

            assertThat(keys)
                    .extracting(key -> key.get().derive("x"))
                    .containsOnly(keys.getFirst().get().derive("x"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void aKeyThatOthersMayUseIsRefusedWithWhatToDo(String mode) throws Exception {
        ServerKey.loadOrCreate(temp);
        Path file = temp.resolve("server.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> ServerKey.loadOrCreate(temp))
                .isInstanceOf(UnusableKeyFile.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void aFileThatIsNoKeyIsRefusedAndStays(int size) throws Exception {
        ServerKey.loadOrCreate(temp);
        Path file = temp.resolve("server.key");
        Files.write(file, new byte[size]);

        assertThatThrownBy(() -> ServerKey.loadOrCreate(temp))
                .isInstanceOf(UnusableKeyFile.class)
                .hasMessageContaining(file + " has " + size + " bytes");
        assertThat(file).hasSize(size);
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> ServerKey.loadOrCreate(file))
                .isInstanceOf(UnusableKeyFile.class)
                .hasMessageContaining(file.toString());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
