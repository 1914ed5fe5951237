package dev.mcpgateway.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms in which a single value is written. */
public enum ScalarType {
    BOOLEAN("true or false") {
        @Override
        public Object read(String text, Class<?> javaType) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw refuse();
            };
        }
    },
    INTEGER("a whole number") {
        @Override
        public Object read(String text, Class<?> javaType) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException _) {
                throw refuse();
            }
        }
    },
    SIZE("a size such as 512KiB, 16MiB or 1GiB") {
        @Override
        public Object read(String text, Class<?> javaType) {
            return amount(text, SIZES);
        }
    },
    DURATION("a time such as 500ms, 15s, 5m or 24h") {
        @Override
        public Object read(String text, Class<?> javaType) {
            Duration time = Duration.ofMillis(amount(text, TIMES));
            if (time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("allowed is at most 365d");
            }
            return time;
        }
    },
    TEXT("a text") {
        @Override
        public Object read(String text, Class<?> javaType) {
            return text;
        }
    },
    SECRET("a text") {
        @Override
        public Object read(String text, Class<?> javaType) {
            return Secret.of(text);
        }
    },
    HTTP_URL("an address such as https://example.com/mcp") {
        @Override
        public Object read(String text, Class<?> javaType) {
            try {
                URI uri = URI.create(text);
                String scheme = uri.getScheme();
                if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                    throw refuse();
                }
                return uri;
            } catch (IllegalArgumentException _) {
                throw refuse();
            }
        }
    },
    PATH("a path") {
        @Override
        public Object read(String text, Class<?> javaType) {
            try {
                String home = System.getProperty("user.home", "");
                return Path.of(text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text);
            } catch (InvalidPathException _) {
                throw refuse();
            }
        }
    },
    DOCUMENT("a path, or an address that begins with http:// or https://") {
        @Override
        public Object read(String text, Class<?> javaType) {
            if (!text.startsWith("http://") && !text.startsWith("https://")) {
                return DocumentLocation.of((Path) PATH.read(text, Path.class));
            }
            try {
                URI uri = URI.create(text);
                if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                    throw refuse();
                }
                return DocumentLocation.of(uri);
            } catch (IllegalArgumentException _) {
                throw refuse();
            }
        }
    },
    PROXY("a proxy such as http://proxy.example.com:3128") {
        @Override
        public Object read(String text, Class<?> javaType) {
            ProxyServer proxy = ProxyServer.parse(text);
            if (proxy == null) {
                throw refuse();
            }
            return proxy;
        }
    },
    CHOICE("one of a few words") {
        @Override
        public Object read(String text, Class<?> javaType) {
            for (Object constant : javaType.getEnumConstants()) {
                if (word(constant).equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("allowed is " + allowed(javaType));
        }
    };

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15})([A-Za-z]*)");
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> TIMES =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final String allowed;

    ScalarType(String allowed) {
        this.allowed = allowed;
    }

    /** Returns the form for a Java type, or null when values of that type are not written as one scalar. */
    static @Nullable ScalarType of(Class<?> type) {
        if (type.isEnum()) {
            return CHOICE;
        }
        return BY_TYPE.get(type);
    }

    private static final Map<Class<?>, ScalarType> BY_TYPE = Map.ofEntries(
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(int.class, INTEGER),
            Map.entry(Integer.class, INTEGER),
            Map.entry(long.class, SIZE),
            Map.entry(Duration.class, DURATION),
            Map.entry(String.class, TEXT),
            Map.entry(Secret.class, SECRET),
            Map.entry(URI.class, HTTP_URL),
            Map.entry(Path.class, PATH),
            Map.entry(DocumentLocation.class, DOCUMENT),
            Map.entry(ProxyServer.class, PROXY));

    /** Returns what may be written for a type, as the end of a sentence that begins with "allowed is". */
    public String allowed(Class<?> javaType) {
        return this == CHOICE ? "one of " + String.join(", ", words(javaType)) : allowed;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException with a message that says what is allowed and never repeats the text
     */
    public abstract Object read(String text, Class<?> javaType);

    IllegalArgumentException refuse() {
        return new IllegalArgumentException("allowed is " + allowed);
    }

    long amount(String text, Map<String, Long> units) {
        Matcher matcher = AMOUNT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw refuse();
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException _) {
            throw refuse();
        }
    }

    /** Returns an enum constant as written in the file. */
    public static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the constants of an enum as written in the file. */
    public static List<String> words(Class<?> enumType) {
        List<String> words = new ArrayList<>();
        for (Object constant : enumType.getEnumConstants()) {
            words.add(word(constant));
        }
        return words;
    }
}
