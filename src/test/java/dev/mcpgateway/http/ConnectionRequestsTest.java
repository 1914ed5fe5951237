package dev.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ConnectionRequestsTest {
    private ServerSocketChannel server;
    private InetSocketAddress address;
    private ConnectionRequests requests;

    @BeforeEach
    void listen() throws Exception {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) server.getLocalAddress();
        requests = new ConnectionRequests(address.getPort());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void whatTheKernelHasTakenIsStillAcceptedWithWhatWasSent() throws Exception {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            await().until(() -> requests.waiting() == 1);

            assertThat(requests.ignore()).isTrue();

            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            try (Socket accepted = server.accept().socket()) {
                assertThat(accepted.getInputStream().readNBytes(5))
                        .isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
                accepted.getOutputStream().write('!');
                assertThat(client.getInputStream().read()).isEqualTo('!');
            }
            assertThat(requests.waiting()).isZero();
        }
    }

    @Test
    void whoAsksAfterThatIsNotAnswered() throws Exception {
        assertThat(requests.ignore()).isTrue();

        try (Socket client = new Socket()) {
            assertThatThrownBy(() -> client.connect(address, 500)).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(requests.waiting()).isZero();
    }

    @Test
    void anotherPortIsLeftAlone() throws Exception {
        assertThat(requests.ignore()).isTrue();

        try (ServerSocketChannel other =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            InetSocketAddress there = (InetSocketAddress) other.getLocalAddress();
            try (Socket client = new Socket(there.getAddress(), there.getPort())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aPortWhereNobodyListensIsNothingToDo() throws Exception {
        server.close();

        assertThat(requests.ignore()).isFalse();
    }
}
