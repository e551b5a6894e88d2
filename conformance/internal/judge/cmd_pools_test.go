package judge

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// What zpool prints is rounded to its last digit; what is no size is unknown.
func TestSizeOf(t *testing.T) {
	for text, want := range map[string]size{
		"93.9G": {93.9 * (1 << 30), 0.1 * (1 << 30)}, "464G": {464 << 30, 1 << 30}, "1.25T": {1.25 * (1 << 40), 0.01 * (1 << 40)},
		"96K": {96 << 10, 1 << 10}, "0": {0, 1}, "512B": {512, 1},
	} {
		got := sizeOf(text)
		require.InDelta(t, want.bytes, got.bytes, 1e-3, text)
		require.InDelta(t, want.off, got.off, 1e-3, text)
	}
	for _, text := range []any{"-", "", "12%", "G", nil, "1,5G"} {
		require.True(t, math.IsNaN(sizeOf(text).bytes), text)
	}
}
