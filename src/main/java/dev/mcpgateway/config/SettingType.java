package dev.mcpgateway.config;

import java.util.List;

/** What a key of the configuration takes. */
public sealed interface SettingType {

    /** One value written as a text, number or boolean. */
    record Value(ScalarType scalar, Class<?> javaType) implements SettingType {}

    /** A list of texts. */
    record Texts() implements SettingType {}

    /** Texts by name, none of which may be shown. */
    record Secrets() implements SettingType {}

    /** Keys of their own. */
    record Section(Class<? extends Record> type) implements SettingType {}

    /** Sections by a name that the operator chooses. */
    record NamedSections(Class<? extends Record> type) implements SettingType {}

    /** Keys of one of these sections, written among those of the enclosing one; the first key of each section chooses it. */
    record Choice(List<Class<? extends Record>> types) implements SettingType {}
}
