package dev.mcpgateway.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;

/** The templates of {@code src/main/jte}, which are compiled with the gateway. Thread-safe. */
final class Templates {
    private static final String PACKAGE = "dev.mcpgateway.web.template";

    private final TemplateEngine engine;
    private final String stylesheet;

    /** @param stylesheet its path */
    Templates(String stylesheet) {
        this.engine =
                TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);
        this.stylesheet = stylesheet;
    }

    /** Renders a whole document. */
    String render(String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("stylesheet", stylesheet);
        StringOutput html = new StringOutput(4096);
        engine.render(template + ".jte", all, html);
        return html.toString();
    }
}
