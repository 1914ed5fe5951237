package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;

/** The tools for Google Workspace, which act as the person who signed in with Google. */
public record GoogleToolsConfig(
        @Setting(doc = "Which of Google's services have tools. None has, until auth.google.clientId is set.")
        Services services,

        @Setting(value = "false", doc = "Hides every tool that changes something, and asks for no scope that could.")
        boolean readOnly,

        @Setting(doc = "Where Google's services are.") BaseUrls baseUrls,
        @Setting(doc = "How long and how much.") Limits limits) {

    /** What is switched on. */
    public record Services(
            @Setting(value = "true", doc = "Gmail: reading, drafting and sending mail.")
            boolean gmail,

            @Setting(value = "true", doc = "Google Calendar: events and free time.")
            boolean calendar,

            @Setting(value = "true", doc = "Google Drive: files and folders.")
            boolean drive,

            @Setting(value = "true", doc = "Google Docs.") boolean docs,
            @Setting(value = "true", doc = "Google Sheets.") boolean sheets,
            @Setting(value = "true", doc = "Google Slides.") boolean slides) {

        /** Whether there is any. */
        public boolean any() {
            return gmail || calendar || drive || docs || sheets || slides;
        }
    }

    /** Origins, each with a path where Google has one. */
    public record BaseUrls(
            @Setting(value = "https://gmail.googleapis.com", doc = "The Gmail API.")
            URI gmail,

            @Setting(value = "https://www.googleapis.com/calendar/v3", doc = "The Calendar API.")
            URI calendar,

            @Setting(value = "https://www.googleapis.com", doc = "The Drive API.")
            URI drive,

            @Setting(value = "https://docs.googleapis.com", doc = "The Docs API.")
            URI docs,

            @Setting(value = "https://sheets.googleapis.com", doc = "The Sheets API.")
            URI sheets,

            @Setting(value = "https://slides.googleapis.com", doc = "The Slides API.")
            URI slides,

            @Setting(value = "https://www.googleapis.com", doc = "Where an account is asked who it is.")
            URI account) {}

    /** What one call may take. */
    public record Limits(
            @Setting(value = "20s", min = "1s", max = "5m", doc = "Longest wait for one answer of Google.")
            Duration requestTimeout,

            @Setting(value = "45s", min = "1s", max = "10m", doc = "Longest time for one call, repetitions included.")
            Duration callTimeout,

            @Setting(
                    value = "4",
                    min = "1",
                    max = "10",
                    doc =
                            "How often something is asked that changes nothing, when Google is busy or fails. What changes"
                                    + " something is asked once.")
            int attempts,

            @Setting(
                    value = "200ms",
                    min = "1ms",
                    max = "30s",
                    doc = "Longest pause before the first repetition; it doubles.")
            Duration backoff,

            @Setting(value = "50", min = "1", max = "100", doc = "How many requests one call may have open at a time.")
            int concurrency,

            @Setting(
                    value = "100",
                    min = "1",
                    max = "1000",
                    restart = true,
                    doc = "How many connections there may be to each of Google's services.")
            int connections,

            @Setting(value = "32MiB", min = "64KiB", max = "256MiB", doc = "The largest answer of Google that is read.")
            long responseSize,

            @Setting(
                    value = "10MiB",
                    min = "1KiB",
                    max = "100MiB",
                    doc = "The largest file or attachment that is passed on.")
            long fileSize,

            @Setting(
                    value = "20000",
                    min = "500",
                    max = "1000000",
                    doc =
                            "How many characters of a mail or document one result has; the rest is read with the next call.")
            int textLength,

            @Setting(value = "10s", min = "1s", max = "5m", doc = "Longest time to turn one file into text.")
            Duration documentTime,

            @Setting(value = "500", min = "1", max = "10000", doc = "How many pages of a PDF are read.")
            int documentPages,

            @Setting(
                    value = "64MiB",
                    min = "1MiB",
                    max = "1GiB",
                    doc = "The largest size to which a workbook, or a part of a PDF, may unpack in memory.")
            long unpackedSize,

            @Setting(
                    value = "2",
                    min = "1",
                    max = "16",
                    doc = "How many workbooks, PDFs and documents are turned into text at a time.")
            int documentThreads) {}

    /** Returns the defaults. */
    public static GoogleToolsConfig defaults() {
        return Settings.defaults(GoogleToolsConfig.class);
    }
}
