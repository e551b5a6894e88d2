package config

import (
	"maps"
	"slices"
)

// nearest is the key that takes the fewest changes to become the given one.
func nearest(key string, keys map[string]string) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(keys)), func(a, b string) int {
		return distance(key, a) - distance(key, b)
	})
}

// distance counts the bytes to insert, remove or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
