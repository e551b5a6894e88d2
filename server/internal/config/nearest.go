package config

import (
	"maps"
	"slices"

	"github.com/agnivade/levenshtein"
)

// nearest returns the key with the fewest changes to the given one.
func nearest(key string, keys map[string]string) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(keys)), func(a, b string) int {
		return levenshtein.ComputeDistance(key, a) - levenshtein.ComputeDistance(key, b)
	})
}
