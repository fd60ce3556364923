package dev.covey.engine.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DropReasonTest {
    /** Label and code of every reason. Counters are stored by these: an edit that changes one breaks old files. */
    private static final String STORED = "ip.short=1 ip.version=2 ip.hlen=3 ip.csum=4 ip.len=5 ip6.len=6 ip6.hbh=7"
            + " ip.frag=8 ip.opt=9 ip.proto=10 igmp.tooshort=16 igmp.badsum=17 igmp.badttl=18 igmp.badsource=19"
            + " igmp.unknowntype=20 igmp.nora=21 igmp.badquerylen=22 igmp.lyingcount=23 igmp.badgroup=24"
            + " igmp.badquery=25 igmp.badreport=26 mld.tooshort=32 mld.badsum=33 mld.badhlim=34 mld.badsource=35"
            + " mld.unknowntype=36 mld.nora=37 mld.badquerylen=38 mld.lyingcount=39 mld.badgroup=40 mld.badquery=41"
            + " mld.badreport=42 engine.limit.groups=48 engine.limit.sources=49 engine.drop.noiface=50"
            + " engine.rx.ring_full=51";

    @Test
    void shouldKeepEveryLabelAndCodeAsStored() {
        final String current = Arrays.stream(DropReason.values())
                .map(reason -> reason.label() + "=" + reason.code())
                .collect(Collectors.joining(" "));

        assertThat(current).isEqualTo(STORED);
    }

    @Test
    void shouldFindEveryReasonByItsCode() {
        for (final DropReason reason : DropReason.values()) {
            assertThat(DropReason.ofCode(reason.code())).isSameAs(reason);
            assertThat(reason.code()).isBetween(1, DropReason.CODE_LIMIT - 1);
        }
    }

    @Test
    void shouldRefuseCodesOfNoReason() {
        for (final int code : new int[] {-1, 0, 11, 63, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> DropReason.ofCode(code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such drop reason: code=" + code);
        }
    }

    @Test
    void shouldTellHeaderFaultsFromMessageFaults() {
        for (final DropReason reason : DropReason.values()) {
            assertThat(reason.isInternetLayer()).isEqualTo(reason.label().startsWith("ip"));
        }
    }
}
