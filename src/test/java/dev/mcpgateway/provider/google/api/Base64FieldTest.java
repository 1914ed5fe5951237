package dev.mcpgateway.provider.google.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64FieldTest {
    private static byte[] data(String json) {
        return Base64Field.data(Buffer.buffer(json), GoogleService.GMAIL).getBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "<<???>>~~"})
    void bytesComeWithPaddingOrWithout(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String padded = Base64.getUrlEncoder().encodeToString(bytes);
        String bare = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThat(data("{\"size\":1,\"data\":\"" + padded + "\"}")).isEqualTo(bytes);
        assertThat(data("{\"x\":{\"data\":1},\"data\":\"" + bare + "\",\"size\":1}"))
                .isEqualTo(bytes);
    }

    @Test
    void whatHasNoDataIsEmpty() {
        assertThat(data("{\"size\":0}")).isEmpty();
        assertThat(data("[]")).isEmpty();
    }

    @Test
    void whatIsNoBase64IsAFailureOfTheService() {
        assertThatThrownBy(() -> data("{\"data\":\"%%%\"}"))
                .isInstanceOfSatisfying(
                        ToolFailure.class, told -> assertThat(told.code()).isEqualTo("gmail_api_error"));
    }
}
