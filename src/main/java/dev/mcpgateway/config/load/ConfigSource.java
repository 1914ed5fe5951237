package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running configuration and its changes: the files are read again when one of them changes or {@link #reload()} asks for
 * it, and what is good is handed on. A bad configuration changes nothing. All of it happens on a thread of its own, one
 * change after the other.
 *
 * <p>The files are polled: a mounted volume replaces them by switching a link, which no watch on the file itself notices.
 */
public final class ConfigSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigSource.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ConfigInputs inputs;
    private final Function<GatewayConfig, Future<Void>> apply;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("config-source").daemon().factory());
    private volatile GatewayConfig running;
    private Set<Path> files;
    private String loadedState;
    private String lastState;

    /**
     * Follows the files of a configuration.
     *
     * @param loaded what was read from the inputs and is running
     * @param apply makes a new configuration the running one; when its future fails, the old one is taken to run on
     */
    public ConfigSource(ConfigInputs inputs, LoadedConfig loaded, Function<GatewayConfig, Future<Void>> apply) {
        this(inputs, loaded, apply, INTERVAL);
    }

    ConfigSource(
            ConfigInputs inputs, LoadedConfig loaded, Function<GatewayConfig, Future<Void>> apply, Duration interval) {
        this.inputs = inputs;
        this.apply = apply;
        this.running = loaded.config();
        this.files = loaded.files();
        this.loadedState = state(files);
        this.lastState = loadedState;
        if (!files.isEmpty()) {
            var _ = thread.scheduleWithFixedDelay(
                    this::poll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the configuration that is running. */
    public GatewayConfig running() {
        return running;
    }

    /** Reads the configuration again, whether a file changed or not; returns before that is done. */
    public void reload() {
        thread.execute(this::load);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** An editor may be in the middle of writing, so a change counts once the files have been the same twice. */
    private void poll() {
        String state = state(files);
        boolean settled = state.equals(lastState);
        lastState = state;
        if (settled && !state.equals(loadedState)) {
            load();
        }
    }

    private void load() {
        // Taken before the files are read: what changes after that is another change.
        loadedState = state(files);
        try {
            LoadedConfig loaded = ConfigLoader.load(inputs);
            if (!loaded.files().equals(files)) {
                files = loaded.files();
                loadedState = state(files);
            }
            lastState = loadedState;
            loaded.notices().forEach(LOG::warn);
            swap(RestartOnly.keep(running, loaded.config()));
        } catch (InvalidConfigException e) {
            LOG.error("the changed configuration is not used, because of:\n{}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the changed configuration is not used", e);
        }
    }

    private void swap(RestartOnly merged) {
        for (String path : merged.waiting()) {
            LOG.warn("{} was changed; that takes effect with the next start", path);
        }
        if (merged.config().equals(running)) {
            LOG.info("the configuration was read again; nothing changed that can be changed while running");
            return;
        }
        try {
            apply.apply(merged.config())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            running = merged.config();
            LOG.info("the changed configuration is used from now on");
        } catch (CompletionException e) {
            LOG.error("the changed configuration could not be used", e.getCause());
        }
    }

    private static String state(Set<Path> files) {
        TreeMap<Path, List<Object>> state = new TreeMap<>();
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Object key = attributes.fileKey();
                state.put(
                        file,
                        List.of(attributes.lastModifiedTime(), attributes.size(), key == null ? "" : key.toString()));
            } catch (IOException e) {
                state.put(file, List.of(e.getClass().getName()));
            }
        }
        return state.toString();
    }
}
