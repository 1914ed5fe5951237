package dev.mcpgateway.deploy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A {@code .dockerignore} as Docker reads it: the last rule that names a path or a folder above it decides, {@code *} and
 * {@code ?} stay within a name, {@code **} does not, and {@code !} takes back in.
 */
final class DockerIgnore {
    private record Rule(String text, Pattern pattern, boolean excludes) {}

    private final List<Rule> rules;

    private DockerIgnore(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static DockerIgnore of(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String rule = line.strip();
            if (rule.isEmpty() || rule.startsWith("#")) {
                continue;
            }
            boolean excludes = !rule.startsWith("!");
            String text = (excludes ? rule : rule.substring(1).strip()).replaceAll("^/|/$", "");
            rules.add(new Rule(text, pattern(text), excludes));
        }
        return new DockerIgnore(rules);
    }

    private static Pattern pattern(String text) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c == '*' && i < text.length() && text.charAt(i) == '*') {
                i++;
                if (i < text.length() && text.charAt(i) == '/') {
                    i++;
                    regex.append("(.*/)?");
                } else {
                    regex.append(".*");
                }
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** @param path relative to the root of the context, with {@code /} */
    boolean excludes(String path) {
        boolean excluded = false;
        for (Rule rule : rules) {
            if (rule.excludes() != excluded && names(rule, path)) {
                excluded = rule.excludes();
            }
        }
        return excluded;
    }

    private static boolean names(Rule rule, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (rule.pattern().matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the files of the context that a build would be sent, and how many bytes each has. */
    Map<String, Long> context(Path root) throws IOException {
        Map<String, Long> sent = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String path = relative(root, folder);
                return path.isEmpty() || !excludes(path) || leadsBackIn(path)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = relative(root, file);
                if (!excludes(path)) {
                    sent.put(path, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sent;
    }

    private static String relative(Path root, Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private boolean leadsBackIn(String folder) {
        return rules.stream()
                .anyMatch(rule -> !rule.excludes()
                        && (rule.text().startsWith(folder + "/") || rule.text().startsWith("*")));
    }
}
