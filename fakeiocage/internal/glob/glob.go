// Package glob matches names with the wildcards * and ?.
package glob

// Match reports whether the pattern matches the whole text: * stands for any
// text, ? for any one byte.
func Match(pattern, text string) bool {
	star, resume := -1, 0 // the last star, and the end of the text that it stands for
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
