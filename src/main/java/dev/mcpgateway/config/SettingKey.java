package dev.mcpgateway.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration, as its record component declares it.
 *
 * @param name the key as written in the file
 * @param optional whether the value is null when the key is absent
 */
public record SettingKey(String name, SettingType type, boolean optional, Setting setting) {

    /** Returns the key of a component, or null when the component is none (it comes from elsewhere). */
    static @Nullable SettingKey of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            return null;
        }
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new SettingKey(component.getName(), type(component), optional, setting);
    }

    /** Returns whether the file has to have this key. */
    public boolean required() {
        return type instanceof SettingType.Value && !optional && setting.value().isEmpty();
    }

    private static SettingType type(RecordComponent component) {
        Class<?> raw = component.getType();
        if (raw == List.class) {
            return new SettingType.Texts();
        }
        if (raw == Map.class) {
            Type value = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[1];
            return value == Secret.class
                    ? new SettingType.Secrets()
                    : new SettingType.NamedSections(((Class<?>) value).asSubclass(Record.class));
        }
        if (raw.isSealed()) {
            List<Class<? extends Record>> choices = new ArrayList<>();
            for (Class<?> permitted : raw.getPermittedSubclasses()) {
                choices.add(permitted.asSubclass(Record.class));
            }
            return new SettingType.Choice(List.copyOf(choices));
        }
        ScalarType scalar = ScalarType.of(raw);
        return scalar != null
                ? new SettingType.Value(scalar, raw)
                : new SettingType.Section(raw.asSubclass(Record.class));
    }
}
