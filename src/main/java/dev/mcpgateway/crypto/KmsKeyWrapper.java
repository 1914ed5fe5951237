package dev.mcpgateway.crypto;

import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsFailure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * Data keys of AWS KMS ({@code GenerateDataKey}, {@code Decrypt}), bound to their context as its encryption context. A
 * wrapped key names the KMS key itself, so older ones open as long as KMS has theirs, also after another is configured.
 */
public final class KmsKeyWrapper implements KeyWrapper {
    private static final Logger LOG = LoggerFactory.getLogger(KmsKeyWrapper.class);

    private final AwsClients aws;
    private final String keyId;

    /**
     * @param keyId the key that wraps new data keys: an id, an ARN or an alias
     */
    public KmsKeyWrapper(AwsClients aws, String keyId) {
        this.aws = aws;
        this.keyId = keyId;
    }

    @Override
    public String scheme() {
        return "kms";
    }

    @Override
    public Future<Generated> generate(SortedMap<String, String> context) {
        return answer(
                "GenerateDataKey",
                aws.kms(kms -> kms.generateDataKey(request -> request.keyId(keyId)
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(context)))
                        .thenApply(made -> new Generated(
                                key(made.plaintext()),
                                Buffer.buffer(made.ciphertextBlob().asByteArray()))));
    }

    @Override
    public Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context) {
        return answer(
                "Decrypt",
                aws.kms(kms -> kms.decrypt(
                                request -> request.ciphertextBlob(SdkBytes.fromByteArrayUnsafe(wrapped.getBytes()))
                                        .encryptionContext(context)))
                        .thenApply(opened -> key(opened.plaintext())));
    }

    private static DataKey key(SdkBytes plaintext) {
        byte[] bytes = plaintext.asByteArrayUnsafe();
        DataKey key = new DataKey(bytes);
        java.util.Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static <T> Future<T> answer(String operation, CompletableFuture<T> call) {
        return Future.fromCompletionStage(call).recover(failed -> {
            Throwable failure = AwsFailure.unwrap(failed);
            String reason = "KMS " + operation + ": " + AwsFailure.describe(failure);
            LOG.warn("{}", reason);
            return Future.failedFuture(
                    failure instanceof InvalidCiphertextException || failure instanceof IncorrectKeyException
                            ? new UnopenableKey(reason, failure)
                            : new KeyUnavailable(reason, failure));
        });
    }
}
