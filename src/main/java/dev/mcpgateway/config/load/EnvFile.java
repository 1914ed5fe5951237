package dev.mcpgateway.config.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code NAME=value} lines of an {@code envFile}: with {@code export}, quotes and comments, without expansion. */
final class EnvFile {
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(.*?))\\s*(?:(?<=\\s|'|\"|=)#.*)?");

    private EnvFile() {}

    /** Returns the variables; lines that are none have been reported. */
    static List<ConfigNode.Entry> read(Place file, String text, Problems problems) {
        List<ConfigNode.Entry> entries = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank() || lines[i].stripLeading().startsWith("#")) {
                continue;
            }
            Place place = file.at(i + 1, 1);
            Matcher line = LINE.matcher(lines[i]);
            if (line.matches()) {
                // What stands in this file is meant literally, whatever it looks like.
                String value = value(line).replace("${", "$${");
                entries.add(new ConfigNode.Entry(line.group(1), place, new ConfigNode.Scalar(place, value)));
            } else {
                problems.error(place, "", "is not a line of the form NAME=value");
            }
        }
        return entries;
    }

    private static String value(Matcher line) {
        if (line.group(2) != null) {
            return line.group(2);
        }
        return line.group(3) != null ? line.group(3).replace("\\n", "\n").replaceAll("\\\\(.)", "$1") : line.group(4);
    }
}
