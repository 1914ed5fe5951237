package dev.mcpgateway.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The table of keys, as the configuration records declare them with {@link Setting}. */
public final class Settings {
    private static final Map<Class<?>, List<SettingKey>> KEYS = new ConcurrentHashMap<>();

    private Settings() {}

    /** Returns the keys of a section, in the order of its record. */
    public static List<SettingKey> keys(Class<? extends Record> section) {
        return KEYS.computeIfAbsent(section, _ -> {
            List<SettingKey> keys = new ArrayList<>();
            for (RecordComponent component : section.getRecordComponents()) {
                SettingKey key = SettingKey.of(component);
                if (key != null) {
                    keys.add(key);
                }
            }
            return List.copyOf(keys);
        });
    }

    /**
     * Makes a section.
     *
     * @param values by the names of the record's components; a missing one is null
     * @throws IllegalArgumentException when the record refuses them
     */
    public static <T extends Record> T create(Class<T> section, Map<String, @Nullable Object> values) {
        RecordComponent[] components = section.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = values.get(components[i].getName());
        }
        try {
            return section.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(section + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section + " cannot be made", e);
        }
    }

    /**
     * Returns a copy of a section with another value for one of its components.
     *
     * @throws IllegalArgumentException when the section has no such component, or refuses the value
     */
    public static <T extends Record> T with(T section, String component, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        boolean known = false;
        for (RecordComponent each : section.getClass().getRecordComponents()) {
            known |= each.getName().equals(component);
            values.put(each.getName(), read(section, each));
        }
        if (!known) {
            throw new IllegalArgumentException(section.getClass() + " has no " + component);
        }
        values.put(component, value);
        @SuppressWarnings("unchecked") // the class of a T
        Class<T> type = (Class<T>) section.getClass();
        return create(type, values);
    }

    private static @Nullable Object read(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section.getClass() + " does not show " + component.getName(), e);
        }
    }

    /** Returns a section of defaults; all its keys must have one. */
    static <T extends Record> T defaults(Class<T> section) {
        return defaults(section, Map.of());
    }

    /** Returns a section of defaults around the values that are given, by the names of their components. */
    static <T extends Record> T defaults(Class<T> section, Map<String, Object> given) {
        Map<String, @Nullable Object> values = new HashMap<>(given);
        for (SettingKey key : keys(section)) {
            if (!given.containsKey(key.name())) {
                values.put(key.name(), defaultValue(key));
            }
        }
        return create(section, values);
    }

    /** Returns the value of a key that is absent; null for an optional one. */
    public static @Nullable Object defaultValue(SettingKey key) {
        String text = key.setting().value();
        return switch (key.type()) {
            case SettingType.Value value ->
                text.isEmpty() ? null : value.scalar().read(text, value.javaType());
            case SettingType.Texts _ -> defaultTexts(key);
            case SettingType.Secrets _, SettingType.NamedSections _ -> Map.of();
            case SettingType.Section nested -> key.optional() ? null : defaults(nested.type());
            case SettingType.Choice _ -> null;
        };
    }

    /** Returns the texts of a list that is absent. */
    public static List<String> defaultTexts(SettingKey key) {
        String text = key.setting().value();
        return text.isEmpty() ? List.of() : List.of(text.split(", *"));
    }

    /** Returns a key's value in a section. */
    public static @Nullable Object value(Record section, SettingKey key) {
        try {
            return section.getClass().getMethod(key.name()).invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section.getClass() + " does not show " + key.name(), e);
        }
    }
}
