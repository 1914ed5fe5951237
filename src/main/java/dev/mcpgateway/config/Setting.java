package dev.mcpgateway.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record component a key of the configuration. The loader, the JSON Schema, the documentation and the search for
 * the nearest key are all derived from these annotations, so a setting is described in one place.
 *
 * <p>Types say how a value is written: {@code Duration} as {@code 15s} or {@code 5m}, {@code long} as a size in bytes such
 * as {@code 16MiB}, {@code int} as a plain number, an enum in lower case with hyphens.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What the setting does, in a sentence or two. */
    String doc();

    /**
     * The default, written as in the file. Empty means that there is none: a nullable component is then null, a list or map
     * empty, a section made of its own defaults; for anything else the key is required.
     */
    String value() default "";

    /** The smallest allowed value, written as in the file; empty for no bound. */
    String min() default "";

    /** The largest allowed value, written as in the file; empty for no bound. */
    String max() default "";

    /** A regular expression that the whole text has to match; empty for none. */
    String pattern() default "";

    /** The environment variable that overrides the file; empty for none. */
    String env() default "";

    /** Whether a change takes effect only after a restart. */
    boolean restart() default false;
}
