package reference

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"
)

// errTooLong says that lines or JSON exceed their limit.
var errTooLong = errors.New("the request is too long")

// readHead reads the lines before the JSON: up to the blank line, or up to the
// first line that begins with a brace, because the documents' examples have no
// blank line. They also end where the client's text ends.
//
// The original took any brace for the beginning of the JSON. That still decides
// the answer, but a brace in a path or a cookie must not hide the Origin.
func readHead(r *bufio.Reader, most int) (head string, blank bool, err error) {
	var b strings.Builder
	begins := true // only white space has come of the line
	for b.Len() <= most {
		c, err := r.ReadByte()
		if err != nil {
			return b.String(), false, ended(err, b.Len())
		}
		if c == '{' && begins {
			return b.String(), false, r.UnreadByte()
		}
		b.WriteByte(c)
		begins = c == '\n' || begins && strings.IndexByte(" \t\r\v\f", c) >= 0
		if text := b.String(); c == '\n' && (strings.HasSuffix(text, "\n\n") || strings.HasSuffix(text, "\n\r\n")) {
			return text, true, nil
		}
	}
	return b.String(), false, errTooLong
}

// ended drops the error at the end of the text if anything came before it.
func ended(err error, came int) error {
	if came > 0 {
		return nil
	}
	return err
}

// readBody reads what follows the lines, as long as HTTP says. If HTTP does not
// say, it reads an object to its end, with whatever arrived together with it.
func readBody(r *bufio.Reader, req request, blank bool, most int64) (string, error) {
	length, err := strconv.ParseInt(req.value("Content-Length"), 10, 64)
	limited := io.LimitReader(r, most+1)
	var body []byte
	switch {
	case blank && strings.EqualFold(req.value("Transfer-Encoding"), "chunked"):
		body, _ = io.ReadAll(io.LimitReader(httputil.NewChunkedReader(r), most+1))
	case blank && err == nil && length >= 0:
		body, _ = io.ReadAll(io.LimitReader(limited, length))
	case blank && r.Buffered() == 0:
		return "", nil
	default:
		body = readObject(r, most)
	}
	if int64(len(body)) > most {
		return "", errTooLong
	}
	return string(body), nil
}

// readObject reads until every brace is closed, or the limit is passed.
func readObject(r *bufio.Reader, most int64) []byte {
	var body []byte
	depth, inString := 0, false
	for int64(len(body)) <= most {
		c, err := r.ReadByte()
		if err != nil {
			return body
		}
		body = append(body, c)
		switch {
		case c == '"' && !(inString && escaped(body[:len(body)-1])):
			inString = !inString
		case inString:
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
		if depth <= 0 {
			rest, _ := r.Peek(r.Buffered())
			return append(body, rest...)
		}
	}
	return body
}

// escaped reports whether the next character is escaped: the text ends with an
// odd number of backslashes.
func escaped(text []byte) bool {
	return (len(text)-len(bytes.TrimRight(text, `\`)))%2 == 1
}
