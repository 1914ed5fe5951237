package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a process is started: the program found in the {@code PATH} that the process itself sees, and an environment of what is
 * configured and nothing else, because the gateway's own holds secrets.
 */
record StdioCommand(List<String> words, Map<String, String> environment, Path directory) {

    /**
     * @param own the gateway's environment, of which the configured names are passed on
     * @throws UpstreamFailure when there is no such program or directory
     */
    static StdioCommand of(UpstreamTransport.Stdio stdio, Map<String, String> own) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : stdio.inheritEnv()) {
            String value = own.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        stdio.env().forEach((name, value) -> environment.put(name, value.reveal()));
        Path directory = (stdio.cwd() == null ? Path.of("") : stdio.cwd()).toAbsolutePath();
        if (!Files.isDirectory(directory)) {
            throw unreachable("its working directory " + directory + " does not exist; check cwd");
        }
        List<String> words = new ArrayList<>();
        words.add(find(stdio.command(), directory, environment.getOrDefault("PATH", ""))
                .toString());
        words.addAll(stdio.args());
        return new StdioCommand(words, environment, directory);
    }

    /**
     * Starts it; blocks while it does.
     *
     * @throws UpstreamFailure when it does not start
     */
    ProcessGroup start() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return ProcessGroup.start(builder);
        } catch (IOException e) {
            throw unreachable("it does not start: " + e.getMessage());
        }
    }

    private static Path find(String command, Path directory, String path) {
        try {
            if (command.contains(File.separator)) {
                Path file = directory.resolve(command);
                if (!Files.isRegularFile(file)) {
                    throw unreachable("there is no " + file + "; check command");
                }
                if (!Files.isExecutable(file)) {
                    throw unreachable(file + " is not executable; check command");
                }
                return file;
            }
            for (String folder : path.split(File.pathSeparator, -1)) {
                Path file = directory.resolve(folder).resolve(command);
                if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return file;
                }
            }
        } catch (InvalidPathException e) {
            throw unreachable("its command is no file name: " + e.getReason());
        }
        throw unreachable("the command '" + command + "' was not found in PATH; install it or give its whole path");
    }

    private static UpstreamFailure unreachable(String what) {
        return new UpstreamFailure(Kind.UNREACHABLE, what);
    }
}
