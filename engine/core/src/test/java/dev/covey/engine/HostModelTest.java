package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.HostModel.Announced;
import dev.covey.engine.HostModel.Filter;
import dev.covey.engine.record.FilterMode;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model that the engine is compared with, compared with the RFCs' own examples and sentences. */
class HostModelTest {
    private static final int GROUP = 0;
    private static final int A = 1;
    private static final int B = 2;
    private static final int C = 3;
    private static final int D = 4;

    private final HostModel model = new HostModel(2);

    @Test
    void shouldMergeTheExamplesOfSection32() {
        // RFC 9776 section 3.2, with a to g as 1 to 7.
        model.setFilter(1, GROUP, EXCLUDE, Set.of(1, 2, 3, 4));
        model.setFilter(2, GROUP, EXCLUDE, Set.of(2, 3, 4, 5));
        model.setFilter(3, GROUP, INCLUDE, Set.of(4, 5, 6));
        assertThat(model.merged(GROUP)).isEqualTo(new Filter(EXCLUDE, Set.of(2, 3)));

        model.leave(1, GROUP);
        model.leave(2, GROUP);
        model.setFilter(4, GROUP, INCLUDE, Set.of(7));
        assertThat(model.merged(GROUP)).isEqualTo(new Filter(INCLUDE, Set.of(4, 5, 6, 7)));
    }

    @Test
    void shouldTellTheFourTransitionsOfSection51() {
        assertThat(HostModel.difference(filterOf(INCLUDE, A, B), filterOf(INCLUDE, B, C)))
                .containsExactly(
                        new Announced(ALLOW_NEW_SOURCES, Set.of(C)), new Announced(BLOCK_OLD_SOURCES, Set.of(A)));
        assertThat(HostModel.difference(filterOf(EXCLUDE, A, B), filterOf(EXCLUDE, B, C)))
                .containsExactly(
                        new Announced(ALLOW_NEW_SOURCES, Set.of(A)), new Announced(BLOCK_OLD_SOURCES, Set.of(C)));
        assertThat(HostModel.difference(filterOf(INCLUDE, A, B), filterOf(EXCLUDE, B, C)))
                .containsExactly(new Announced(CHANGE_TO_EXCLUDE_MODE, Set.of(B, C)));
        assertThat(HostModel.difference(filterOf(EXCLUDE, A, B), filterOf(INCLUDE, B, C)))
                .containsExactly(new Announced(CHANGE_TO_INCLUDE_MODE, Set.of(B, C)));
        assertThat(HostModel.difference(filterOf(INCLUDE, A, B), filterOf(INCLUDE, B)))
                .containsExactly(new Announced(BLOCK_OLD_SOURCES, Set.of(A)));
    }

    @Test
    void shouldKeepAnnouncingWhatALaterChangeDoesNotConcern() {
        model.joinSource(1, GROUP, A);
        sends(new Announced(ALLOW_NEW_SOURCES, Set.of(A)));
        model.joinSource(1, GROUP, B);
        sends(new Announced(ALLOW_NEW_SOURCES, Set.of(A, B)));
        sends(new Announced(ALLOW_NEW_SOURCES, Set.of(B)));
        assertThat(model.isPending(GROUP)).isFalse();
    }

    @Test
    void shouldLetAModeChangeOutrankListChangesAndTellTheListOfNow() {
        model.join(1, GROUP);
        sends(new Announced(CHANGE_TO_EXCLUDE_MODE, Set.of()));
        model.blockSource(1, GROUP, D);
        sends(new Announced(CHANGE_TO_EXCLUDE_MODE, Set.of(D)));
        sends(new Announced(BLOCK_OLD_SOURCES, Set.of(D)));
        assertThat(model.isPending(GROUP)).isFalse();
    }

    @Test
    void shouldSayNothingWhenTheInterfaceDoesNotChange() {
        model.join(1, GROUP);
        model.sent(GROUP);
        model.sent(GROUP);
        model.join(2, GROUP);
        model.joinSource(3, GROUP, A);
        model.leave(2, GROUP);
        assertThat(model.isPending(GROUP)).isFalse();
    }

    @Test
    void shouldAnswerAsFreeBsdDoes() {
        assertThat(model.leave(1, GROUP)).isEqualTo(NOT_JOINED);
        assertThat(model.blockSource(1, GROUP, A)).isEqualTo(NOT_JOINED);
        assertThat(model.join(1, GROUP)).isEqualTo(OK);
        assertThat(model.join(1, GROUP)).isEqualTo(ALREADY_JOINED);
        assertThat(model.joinSource(1, GROUP, A)).isEqualTo(INVALID);
        assertThat(model.unblockSource(1, GROUP, A)).isEqualTo(NOT_JOINED);
        assertThat(model.blockSource(1, GROUP, A)).isEqualTo(OK);
        assertThat(model.blockSource(1, GROUP, A)).isEqualTo(NOT_JOINED);
        assertThat(model.setFilter(1, GROUP, INCLUDE, Set.of(A))).isEqualTo(OK);
        assertThat(model.join(1, GROUP)).isEqualTo(INVALID);
        assertThat(model.blockSource(1, GROUP, A)).isEqualTo(INVALID);
        assertThat(model.joinSource(1, GROUP, A)).isEqualTo(NOT_JOINED);
        assertThat(model.leaveSource(1, GROUP, A)).isEqualTo(OK);
        assertThat(model.leave(1, GROUP)).isEqualTo(NOT_JOINED);
    }

    private static Filter filterOf(final FilterMode mode, final Integer... sources) {
        return new Filter(mode, Set.of(sources));
    }

    private void sends(final Announced announced) {
        assertThat(model.next(GROUP)).containsExactly(announced);
        model.sent(GROUP);
    }
}
