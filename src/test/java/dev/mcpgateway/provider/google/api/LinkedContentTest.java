package dev.mcpgateway.provider.google.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.provider.tool.ToolFailure;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkedContentTest {
    private static final URI GOOGLES = URI.create("https://slides.googleapis.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lh3.googleusercontent.com/docsdf/AFQj4d=s800",
                "https://LH7-us.googleusercontent.com/x?key=1",
                "https://slides.googleapis.com/thumbnails/1"
            })
    void contentsAreAtGoogleOrWhereTheServiceIs(String address) {
        assertThat(LinkedContent.check(address, GoogleService.SLIDES, GOOGLES)).isEqualTo(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not an address",
                "/thumbnails/1",
                "//lh3.googleusercontent.com/x",
                "http://lh3.googleusercontent.com/x",
                "https://lh3.googleusercontent.com:8443/x",
                "https://lh3.googleusercontent.com@169.254.169.254/x",
                "https://ann@lh3.googleusercontent.com/x",
                "https://lh3.googleusercontent.com.example.org/x",
                "https://googleusercontent.com.example.org/x",
                "https://evil-googleusercontent.com/x",
                "https://9.2.0.192.bc.googleusercontent.com/x",
                "http://slides.googleapis.com/x",
                "https://slides.googleapis.com:8443/x",
                "http://169.254.169.254/latest/meta-data",
                "https://127.0.0.1/x",
                "https://[::1]/x",
                "https://metadata.google.internal/computeMetadata/v1/",
                "file:///etc/passwd",
                "javascript:alert(1)"
            })
    void whatLeadsElsewhereIsRefused(String address) {
        assertThatThrownBy(() -> LinkedContent.check(address, GoogleService.SLIDES, GOOGLES))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("not Google's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8443/x", "https://127.0.0.1:9000/x", "http://localhost:9000/x"})
    void aServiceOfOnesOwnIsOneServer(String address) {
        assertThatThrownBy(() ->
                        LinkedContent.check(address, GoogleService.SLIDES, URI.create("http://127.0.0.1:9000/google")))
                .isInstanceOf(ToolFailure.class);
    }
}
