package host

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const units = "BKMGTPE"

// parseSize reads a size as zfs does: 10G, 1.5g, 512K, 1024.
func parseSize(s string) (int64, bool) {
	digits := strings.TrimRight(strings.ToUpper(s), units)
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil || number < 0 || math.IsNaN(number) {
		return 0, false
	}
	suffix := strings.TrimSuffix(strings.ToUpper(s)[len(digits):], "B")
	if len(suffix) > 1 {
		return 0, false
	}
	number *= math.Pow(1024, float64(max(0, strings.Index(units, suffix))))
	if number >= math.MaxInt64 {
		return 0, false
	}
	return int64(number), true
}

// formatSize writes a size as zfs does: as many decimals as fit in five
// characters, none for whole numbers.
func formatSize(size int64) string {
	n, unit := size, 0
	for n >= 1024 {
		n /= 1024
		unit++
	}
	if unit == 0 {
		return strconv.FormatInt(size, 10)
	}
	whole := int64(1) << (10 * unit)
	if size%whole == 0 {
		return fmt.Sprintf("%d%c", n, units[unit])
	}
	for decimals := 2; decimals >= 0; decimals-- {
		text := fmt.Sprintf("%.*f%c", decimals, float64(size)/float64(whole), units[unit])
		if len(text) <= 5 {
			return text
		}
	}
	return fmt.Sprintf("%d%c", n, units[unit])
}
