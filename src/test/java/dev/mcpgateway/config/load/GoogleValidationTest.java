package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.GatewayConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleValidationTest {
    private static final String CLIENT = "auth: {google: {clientId: abc}}\n";

    private static GatewayConfig load(String yaml) {
        return ConfigLoader.load(
                        new ConfigInputs(null, List.of(), List.of(), Map.of(), Map.of("GATEWAY_CONFIG_YAML", yaml)))
                .config();
    }

    private static String upstream(String prefix) {
        return "upstreams: {mail: {url: 'https://example.com', prefix: '" + prefix + "'}}\n";
    }

    @Test
    void thereAreNoToolsUntilAGoogleClientIsConfigured() {
        assertThat(load("{}").offersGoogle()).isFalse();
        assertThat(load(CLIENT).offersGoogle()).isTrue();
        assertThat(load(CLIENT
                                + "google: {services: {gmail: false, calendar: false, drive: false, docs: false, sheets: false, slides: false}}")
                        .offersGoogle())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmail_", "gmail_x_", "g", "calendar_", "drive_", "docs_", "sheets_", "slides_"})
    void aPrefixThatCannotBeToldFromTheToolsIsRefused(String prefix) {
        assertThatThrownBy(() -> load(CLIENT + upstream(prefix)))
                .hasMessageContaining("upstreams.mail.prefix")
                .hasMessageContaining("google.services.");
        assertThat(load(upstream(prefix)).upstreams()).hasSize(1);
    }

    @Test
    void aPrefixOfAServiceThatIsOffIsFree() {
        assertThat(load(CLIENT + upstream("gmail_") + "google: {services: {gmail: false}}")
                        .offersGoogle())
                .isTrue();
        assertThat(load(CLIENT + upstream("mail_")).offersGoogle()).isTrue();
    }

    @Test
    void anUpstreamThatIsCalledAsTheToolsIsRefused() {
        assertThatThrownBy(() -> load(CLIENT + "upstreams: {google: {url: 'https://example.com', prefix: x_}}"))
                .hasMessageContaining("upstreams.google");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://gmail.example.com", "https://x.example.com/?a=b", "ftp://127.0.0.1"})
    void aTokenGoesToNoAddressInTheClear(String address) {
        assertThatThrownBy(() -> load("google: {baseUrls: {gmail: '" + address + "'}}"))
                .hasMessageContaining("google.baseUrls.gmail");
    }

    @Test
    void anEmulatorOnLoopbackIsAllowed() {
        assertThat(load("google: {baseUrls: {gmail: 'http://127.0.0.1:9000'}}")
                        .google()
                        .baseUrls()
                        .gmail())
                .hasPort(9000);
    }
}
