package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A header with the person's e-mail address, and one that proves that the gateway wrote it, for this upstream and just now. */
final class SignedUserId implements Credentials {
    private static final String SIGNATURE = "-Signature";
    private static final HexFormat HEX = HexFormat.of();

    private final String upstream;
    private final String header;
    private final SecretKeySpec key;
    private final InstantSource clock;

    SignedUserId(String upstream, CredentialsConfig config, Secret secret, InstantSource clock) {
        this.upstream = upstream;
        this.header = config.headerName();
        this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    @Override
    public boolean arePersonal() {
        return true;
    }

    @Override
    public Future<Void> ready(Person person) {
        return Future.succeededFuture();
    }

    @Override
    public void addTo(MultiMap headers, Person person) {
        headers.remove(header).remove(header + SIGNATURE);
        if (person.equals(Person.ANYONE)) {
            return;
        }
        String value = HeaderText.of(person.label());
        long seconds = clock.instant().getEpochSecond();
        headers.set(header, value)
                .set(header + SIGNATURE, "t=" + seconds + ",v1=" + sign(seconds + "." + upstream + "." + value));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HEX.formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }
}
