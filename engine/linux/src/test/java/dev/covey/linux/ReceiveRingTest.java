package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Both rings, in memory that a test fills as the kernel does. */
class ReceiveRingTest {
    private static final int BLOCK_LENGTH = 4096;
    private static final int FRAME_LENGTH = 2048;
    private static final int BLOCK_HEADER_LENGTH = 48;
    private static final int VLAN_VALID = 0x10;
    private static final int MULTICAST = 2;
    private static final int OTHER_HOST = 3;
    private static final int OUTGOING = 4;

    private final UnsafeBuffer memory =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(4 * BLOCK_LENGTH, BLOCK_LENGTH));
    private final BlockRing blocks = new BlockRing(memory, BLOCK_LENGTH);
    private final FrameRing frames = new FrameRing(memory, FRAME_LENGTH);
    private final List<Integer> seen = new ArrayList<>();
    private boolean isRefusing;

    private boolean onFrame(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        if (!isRefusing) {
            assertThat(lengthBytes).isEqualTo(60);
            seen.add((int) buffer.getByte(offset));
        }
        return !isRefusing;
    }

    /** Fill a block with frames that are numbered from a number on. */
    private void fillBlock(final int block, final int count, final int number) {
        final int base = block * BLOCK_LENGTH;
        memory.putInt(base + BlockRing.FRAME_COUNT_OFFSET, count);
        memory.putInt(base + BlockRing.FIRST_FRAME_OFFSET, BLOCK_HEADER_LENGTH);
        for (int i = 0; i < count; i++) {
            final int frame = base + BLOCK_HEADER_LENGTH + i * 160;
            memory.putInt(frame + BlockRing.NEXT_OFFSET, i + 1 == count ? 0 : 160);
            memory.putInt(frame + BlockRing.LENGTH_OFFSET, 60);
            memory.putInt(frame + BlockRing.STORED_LENGTH_OFFSET, 60);
            memory.putInt(frame + BlockRing.STATUS_OFFSET, 0);
            memory.putShort(frame + BlockRing.LINK_HEADER_OFFSET, (short) 82);
            memory.putByte(frame + BlockRing.PACKET_TYPE_OFFSET, (byte) MULTICAST);
            memory.putByte(frame + 82, (byte) (number + i));
        }
        memory.putInt(base + BlockRing.BLOCK_STATUS_OFFSET, ReceiveRing.STATUS_USER);
    }

    private void fillFrame(final int index, final int status, final int packetType, final int storedBytes) {
        final int frame = index * FRAME_LENGTH;
        memory.putInt(frame + FrameRing.LENGTH_OFFSET, 60);
        memory.putInt(frame + FrameRing.STORED_LENGTH_OFFSET, storedBytes);
        memory.putShort(frame + FrameRing.LINK_HEADER_OFFSET, (short) 66);
        memory.putByte(frame + FrameRing.PACKET_TYPE_OFFSET, (byte) packetType);
        memory.putByte(frame + 66, (byte) index);
        memory.putInt(frame + FrameRing.STATUS_OFFSET, status);
    }

    @Test
    void shouldShowTheFramesOfABlockAndGiveItBack() {
        assertThat(blocks.poll(this::onFrame, 10)).isZero();
        fillBlock(0, 3, 1);

        assertThat(blocks.poll(this::onFrame, 10)).isEqualTo(3);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(memory.getInt(BlockRing.BLOCK_STATUS_OFFSET)).isZero();
        assertThat(blocks.poll(this::onFrame, 10)).isZero();
    }

    @Test
    void shouldGoOnInsideABlockWhenItHasShownEnoughOrWasRefused() {
        fillBlock(0, 3, 1);
        fillBlock(1, 2, 4);

        assertThat(blocks.poll(this::onFrame, 2)).isEqualTo(2);
        assertThat(memory.getInt(BlockRing.BLOCK_STATUS_OFFSET)).isEqualTo(ReceiveRing.STATUS_USER);
        isRefusing = true;
        assertThat(blocks.poll(this::onFrame, 10)).isZero();
        isRefusing = false;
        assertThat(blocks.poll(this::onFrame, 10)).isEqualTo(3);
        assertThat(seen).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldComeBackToTheFirstBlockAfterTheLast() {
        for (int i = 0; i < 10; i++) {
            fillBlock(i % 4, 1, i);
            assertThat(blocks.poll(this::onFrame, 10)).isEqualTo(1);
        }
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void shouldLeaveAFrameWithTheReaderUntilItIsTaken() {
        fillFrame(0, ReceiveRing.STATUS_USER, MULTICAST, 60);
        isRefusing = true;
        assertThat(frames.poll(this::onFrame, 10)).isZero();
        assertThat(memory.getInt(FrameRing.STATUS_OFFSET)).isEqualTo(ReceiveRing.STATUS_USER);
        isRefusing = false;

        assertThat(frames.poll(this::onFrame, 10)).isEqualTo(1);
        assertThat(memory.getInt(FrameRing.STATUS_OFFSET)).isZero();
        assertThat(seen).containsExactly(0);
    }

    @Test
    void shouldShowFramesWhoseTagTellsAPriorityAndNoVlan() {
        fillFrame(0, ReceiveRing.STATUS_USER | VLAN_VALID, MULTICAST, 60);
        memory.putShort(FrameRing.TAG_OFFSET, (short) 0xe000);
        assertThat(frames.poll(this::onFrame, 10)).isEqualTo(1);
        assertThat(seen).containsExactly(0);
        memory.setMemory(0, BLOCK_LENGTH, (byte) 0);

        fillBlock(0, 2, 1);
        memory.putInt(BLOCK_HEADER_LENGTH + BlockRing.STATUS_OFFSET, VLAN_VALID);
        memory.putInt(BLOCK_HEADER_LENGTH + BlockRing.TAG_OFFSET, 0xe000);
        memory.putInt(BLOCK_HEADER_LENGTH + 160 + BlockRing.STATUS_OFFSET, VLAN_VALID);
        memory.putInt(BLOCK_HEADER_LENGTH + 160 + BlockRing.TAG_OFFSET, 0xe005);
        assertThat(blocks.poll(this::onFrame, 10)).isEqualTo(2);
        assertThat(seen).containsExactly(0, 1);
        assertThat(blocks.taggedFrames()).isEqualTo(1);
    }

    @Test
    void shouldNotShowFramesOfOtherLinksOrHostsOrTruncatedOnes() {
        fillFrame(0, ReceiveRing.STATUS_USER | VLAN_VALID, MULTICAST, 60);
        memory.putShort(FrameRing.TAG_OFFSET, (short) 5);
        fillFrame(1, ReceiveRing.STATUS_USER, OTHER_HOST, 60);
        fillFrame(2, ReceiveRing.STATUS_USER, MULTICAST, 40);
        fillFrame(3, ReceiveRing.STATUS_USER, MULTICAST, 60);

        assertThat(frames.poll(this::onFrame, 10)).isEqualTo(4);
        assertThat(seen).containsExactly(3);
        assertThat(frames.taggedFrames()).isEqualTo(1);
        assertThat(frames.truncatedFrames()).isEqualTo(1);
    }

    @Test
    void shouldShowWhatTheMachineSendsOnlyWhenThatIsWanted() {
        fillFrame(0, ReceiveRing.STATUS_USER, OUTGOING, 60);
        fillFrame(1, ReceiveRing.STATUS_USER, OUTGOING, 60);

        assertThat(frames.poll(this::onFrame, 1)).isEqualTo(1);
        frames.showOutgoing(true);
        assertThat(frames.poll(this::onFrame, 1)).isEqualTo(1);

        assertThat(seen).containsExactly(1);
    }
}
