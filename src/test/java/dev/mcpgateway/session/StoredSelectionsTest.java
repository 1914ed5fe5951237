package dev.mcpgateway.session;

import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.store.VersionConflict;
import dev.mcpgateway.testing.SwitchedStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What people switch off, on two tasks over one store. */
class StoredSelectionsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Person ALICE = new Person("https://idp.example.com", "alice", null, null, Set.of());

    private final SwitchedStore store =
            new SwitchedStore(new MemoryStore(VERTX, InstantSource.system(), Duration.ofHours(1)));
    private TokensConfig limits =
            Settings.with(GatewayConfig.defaults().auth().tokens(), "cache", Duration.ofMinutes(5));
    private final OneTask here = new OneTask();
    private final OneTask there = new OneTask();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private final class OneTask {
        final Revocations revocations = new Revocations(VERTX, store, () -> Duration.ofSeconds(10));
        final StoredSelections selections = new StoredSelections(VERTX, store, revocations, () -> limits);
        final List<Revocation> told = new ArrayList<>();

        OneTask() {
            revocations.onRevoked(told::add);
        }

        boolean isOff(String upstream) {
            return join(selections.of(ALICE)).isOff(upstream);
        }

        void switchOff(String upstream) {
            long version = join(selections.read(ALICE.id())).version();
            join(selections.change(ALICE.id(), version, before -> before.withUpstream(upstream, false)));
        }
    }

    @Test
    void whoNeverChoseHasEverything() {
        assertThat(join(here.selections.of(ALICE))).isEqualTo(Selection.ALL);
    }

    @Test
    void aChangeCountsHereAtOnceAndThereWhenThatTaskIsTold() {
        assertThat(here.isOff("docs")).isFalse();
        assertThat(there.isOff("docs")).isFalse();

        here.switchOff("docs");

        assertThat(here.isOff("docs")).isTrue();
        assertThat(there.isOff("docs")).isFalse();
        join(there.revocations.poll());
        assertThat(there.isOff("docs")).isTrue();
        assertThat(there.told)
                .singleElement()
                .satisfies(told -> assertThat(told.kind()).isEqualTo(Revocation.Kind.SELECTION))
                .satisfies(told -> assertThat(told.id()).isEqualTo(ALICE.id()));
    }

    @Test
    void whatAnotherWindowWroteIsNotOverwritten() {
        here.switchOff("docs");
        long seen = join(here.selections.read(ALICE.id())).version();
        there.switchOff("mail");

        assertThatThrownBy(() -> join(here.selections.change(
                        ALICE.id(), seen, before -> before.withTools("docs", Map.of("read", false)))))
                .isInstanceOf(VersionConflict.class);

        Selection kept = join(here.selections.read(ALICE.id())).selection();
        assertThat(kept).isEqualTo(new Selection(Set.of("docs", "mail"), Map.of()));
    }

    @Test
    void theFirstChoiceOfTwoWindowsWinsAsWell() {
        here.switchOff("docs");

        assertThatThrownBy(() ->
                        join(there.selections.change(ALICE.id(), 0, before -> before.withUpstream("mail", false))))
                .isInstanceOf(VersionConflict.class);
    }

    @Test
    void toolsStayOffWhileTheirUpstreamIsOffAndOnAgain() {
        join(here.selections.change(
                ALICE.id(), 0, before -> before.withTools("docs", Map.of("write", false, "read", true))));
        here.switchOff("docs");
        long version = join(here.selections.read(ALICE.id())).version();
        join(here.selections.change(ALICE.id(), version, before -> before.withUpstream("docs", true)));

        assertThat(join(there.selections.of(ALICE)))
                .isEqualTo(new Selection(Set.of(), Map.of("docs", Set.of("write"))));
    }

    @Test
    void whatWasReadIsBelievedWhileTheStoreIsAwayAndNoLongerThanThat() {
        here.switchOff("docs");
        assertThat(here.isOff("docs")).isTrue();
        limits = Settings.with(limits, "cache", Duration.ZERO);
        store.down = true;

        assertThat(here.isOff("docs")).isTrue();
        limits = Settings.with(limits, "outage", Duration.ZERO);
        assertThatThrownBy(() -> here.isOff("docs")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void whatIsKnownIsNotReadAgain() {
        assertThat(here.isOff("docs")).isFalse();
        int before = store.reads.get();

        assertThat(here.isOff("docs")).isFalse();

        assertThat(store.reads.get()).isEqualTo(before);
    }

    @Test
    void aPersonWhoIsDeletedLeavesNothing() {
        here.switchOff("docs");

        join(here.selections.delete(ALICE.id()));

        assertThat(join(here.selections.read(ALICE.id())).version()).isZero();
        assertThat(here.isOff("docs")).isFalse();
    }
}
