package dev.mcpgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "test://template/{id}/data, test://template/123/data, true",
        "test://template/{id}/data, test://template/1/2/data, false",
        "file:///{+path}, file:///a/b.txt, true",
        "file:///{path*}, file:///a/b.txt, true",
        "x://list{?page}, x://list?page=2, true",
        "x://list{?page}, x://list, true",
        "x://a.b/{id}, x://aXb/1, false",
        "x://fixed, x://fixed, false",
    })
    void matchesWhatCanHaveComeFromTheTemplate(String template, String uri, boolean matches) {
        assertThat(UriTemplate.matches(template, uri)).isEqualTo(matches);
    }

    @Test
    void aHostileTemplateCostsBoundedTime() {
        assertThat(UriTemplate.matches("x://" + "{a*}y".repeat(17), "x://" + "y".repeat(2_000)))
                .isFalse();
        assertThat(UriTemplate.matches("x://{a}", "x://" + "y".repeat(3_000))).isFalse();
    }
}
