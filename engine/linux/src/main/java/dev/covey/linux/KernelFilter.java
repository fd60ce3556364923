package dev.covey.linux;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program of the kernel's packet filter (classic BPF) that lets IGMP and MLD pass, and nothing else: IPv4 of protocol
 * 2, and IPv6 with a hop-by-hop header and ICMPv6 of types 130 to 132 and 143 behind it. MLD without that header has no
 * router alert and is nobody's business (RFC 9777 section 5). What has more extension headers behind that one, which
 * hardly anything has, passes: whoever walks them finds out what it is.
 */
final class KernelFilter {
    static final int SO_ATTACH_FILTER = 26;
    static final int SOL_SOCKET = 1;

    /** Request of a TAP device: a filter for what it hands over. */
    static final long TUNATTACHFILTER = 0x4010_54d5L;

    private static final int LOAD_WORD_16 = 0x28;
    private static final int LOAD_OCTET = 0x30;
    private static final int LOAD_OCTET_INDEXED = 0x50;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_GREATER_OR_EQUAL = 0x35;
    private static final int ADD = 0x04;
    private static final int SHIFT_LEFT = 0x64;
    private static final int TO_INDEX = 0x07;
    private static final int RETURN = 0x06;

    private static final int ICMPV6 = 58;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int WHOLE = 0x4_0000;
    private static final int ACCEPT = 22;
    private static final int REJECT = 23;

    /** Operation, operand, where to go if true and if false; an operation that is no jump goes on. */
    private static final int[][] MEMBERSHIP = {
        {LOAD_WORD_16, 12},
        {JUMP_EQUAL, 0x0800, 2, 4},
        {LOAD_OCTET, 23},
        {JUMP_EQUAL, 2, ACCEPT, REJECT},
        {JUMP_EQUAL, 0x86dd, 5, REJECT},
        {LOAD_OCTET, 20},
        {JUMP_EQUAL, 0, 7, REJECT},
        {LOAD_OCTET, 54},
        {JUMP_EQUAL, ICMPV6, 9, 17},
        {LOAD_OCTET, 55},
        {ADD, 1},
        {SHIFT_LEFT, 3},
        {TO_INDEX, 0},
        {LOAD_OCTET_INDEXED, 54},
        {JUMP_EQUAL, 143, ACCEPT, 15},
        {JUMP_GREATER_OR_EQUAL, 130, 16, REJECT},
        {JUMP_GREATER, 132, REJECT, ACCEPT},
        {JUMP_EQUAL, HOP_BY_HOP, ACCEPT, 18},
        {JUMP_EQUAL, ROUTING, ACCEPT, 19},
        {JUMP_EQUAL, FRAGMENT, ACCEPT, 20},
        {JUMP_EQUAL, AUTHENTICATION, ACCEPT, 21},
        {JUMP_EQUAL, DESTINATION_OPTIONS, ACCEPT, REJECT},
        {RETURN, WHOLE},
        {RETURN, 0},
    };

    private static final int INSTRUCTION_LENGTH = 8;
    private static final int PROGRAM_LENGTH = 16;

    private KernelFilter() {}

    /** Instructions as the kernel reads them. */
    static UnsafeBuffer instructions() {
        final UnsafeBuffer code =
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(MEMBERSHIP.length * INSTRUCTION_LENGTH, Long.BYTES));
        for (int i = 0; i < MEMBERSHIP.length; i++) {
            final int[] instruction = MEMBERSHIP[i];
            final int offset = i * INSTRUCTION_LENGTH;
            code.putShort(offset, (short) instruction[0]);
            if (instruction.length > 2) {
                code.putByte(offset + 2, (byte) (instruction[2] - i - 1));
                code.putByte(offset + 3, (byte) (instruction[3] - i - 1));
            }
            code.putInt(offset + 4, instruction[1]);
        }
        return code;
    }

    /** Put the filter on a socket that receives nothing yet. */
    static void attach(final int descriptor) throws PortException {
        install(program -> LibC.setOption(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, program));
    }

    /** Put the filter on a TAP device. */
    static void attachToTap(final int descriptor) throws PortException {
        install(program -> LibC.control(descriptor, TUNATTACHFILTER, program));
    }

    /** The call that hands a program to the kernel; negative if it refuses. */
    private interface Installer {
        int install(UnsafeBuffer program);
    }

    private static void install(final Installer installer) throws PortException {
        final UnsafeBuffer code = instructions();
        final UnsafeBuffer program = new UnsafeBuffer(BufferUtil.allocateDirectAligned(PROGRAM_LENGTH, Long.BYTES));
        program.putShort(0, (short) MEMBERSHIP.length);
        program.putLong(Long.BYTES, code.addressOffset());
        final int status = installer.install(program);
        final int errno = status < 0 ? LibC.errno() : 0;
        // The kernel has copied the code: until here, something has to hold its memory.
        code.checkLimit(INSTRUCTION_LENGTH);
        if (errno != 0) {
            throw PortException.of("cannot attach a packet filter", errno);
        }
    }
}
