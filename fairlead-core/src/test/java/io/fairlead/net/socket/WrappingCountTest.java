package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappingCountTest {
    @Test
    void goesOnWhereTheKernelBeginsAgain() {
        WrappingCount count = new WrappingCount();
        assertThat(count.at(5)).isEqualTo(5);
        assertThat(count.at(5)).isEqualTo(5);
        assertThat(count.at(0x8000_0000)).isEqualTo(0x8000_0000L);
        assertThat(count.at(-1)).isEqualTo(0xffff_ffffL);
        assertThat(count.at(2)).isEqualTo(0x1_0000_0002L);
        assertThat(count.sum()).isEqualTo(0x1_0000_0002L);
    }
}
