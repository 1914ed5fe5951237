package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.config.GoogleToolsConfig;
import java.net.URI;
import java.util.Locale;

/** The services of Google that have tools. */
public enum GoogleService {
    GMAIL("Gmail"),
    CALENDAR("Google Calendar"),
    DRIVE("Google Drive"),
    DOCS("Google Docs"),
    SHEETS("Google Sheets"),
    SLIDES("Google Slides"),
    /** Who an account belongs to; always there. */
    ACCOUNT("Google");

    private final String label;

    GoogleService(String label) {
        this.label = label;
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** The code of failures that no other code says. */
    String errorCode() {
        return name().toLowerCase(Locale.ROOT) + "_api_error";
    }

    /** Whether the configuration has it switched on. */
    public boolean isOn(GoogleToolsConfig.Services services) {
        return switch (this) {
            case GMAIL -> services.gmail();
            case CALENDAR -> services.calendar();
            case DRIVE -> services.drive();
            case DOCS -> services.docs();
            case SHEETS -> services.sheets();
            case SLIDES -> services.slides();
            case ACCOUNT -> services.any();
        };
    }

    URI baseUrl(GoogleToolsConfig.BaseUrls urls) {
        return switch (this) {
            case GMAIL -> urls.gmail();
            case CALENDAR -> urls.calendar();
            case DRIVE -> urls.drive();
            case DOCS -> urls.docs();
            case SHEETS -> urls.sheets();
            case SLIDES -> urls.slides();
            case ACCOUNT -> urls.account();
        };
    }
}
