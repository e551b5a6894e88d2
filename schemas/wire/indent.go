package wire

// Indent lays compact JSON out by four blanks, as json.Indent does, which takes
// many times as long: it makes sure of what it reads.
func Indent(compact []byte) []byte { return indent(compact, false) }

// IndentAsQt is Indent as the original server did it: an empty object or array has
// two lines.
func IndentAsQt(compact []byte) []byte { return indent(compact, true) }

func indent(compact []byte, emptyOnTwoLines bool) []byte {
	b := make([]byte, 0, 3*len(compact))
	depth := 0
	line := func() {
		b = append(b, '\n')
		for range depth {
			b = append(b, "    "...)
		}
	}
	for i := 0; i < len(compact); i++ {
		switch c := compact[i]; c {
		case '"':
			end := i + lenString(compact[i:])
			b = append(b, compact[i:end]...)
			i = end - 1
		case '{', '[':
			b = append(b, c)
			switch next := compact[i+1]; {
			case next != '}' && next != ']':
				depth++
				line()
			case emptyOnTwoLines:
				depth++ // its end begins a line
			default:
				b = append(b, next)
				i++
			}
		case '}', ']':
			depth--
			line()
			b = append(b, c)
		case ',':
			b = append(b, c)
			line()
		case ':':
			b = append(b, ": "...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// lenString is the length of the string that JSON begins with, its quotes included.
func lenString(text []byte) int {
	i := 1
	for text[i] != '"' {
		if text[i] == '\\' {
			i++
		}
		i++
	}
	return i + 1
}
