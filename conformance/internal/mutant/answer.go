package mutant

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// unusualHTTP writes an answer over REST as HTTP/1.1 allows it and few servers do:
// something said before it, words of its own behind the status, header names in any
// case, the body with its length, in chunks, or up to the end of the connection, in
// turns (RFC 9112, 6 and 7; RFC 9110, 15.2).
func unusualHTTP(x *exchange, text []byte) []byte {
	var b bytes.Buffer
	if !x.old {
		b.WriteString("HTTP/1.1 103 Early Hints\r\nlink: </>; rel=preload\r\n\r\n")
	}
	fmt.Fprintf(&b, "HTTP/1.1 %d as asked\r\n", x.status)
	for i, name := range slices.Sorted(maps.Keys(x.header)) {
		for _, value := range x.header[name] {
			fmt.Fprintf(&b, "%s:%s \t\r\n", oddly(i, name), value)
		}
	}
	b.WriteString("Via: 1.1 elsewhere\r\nx-empty:\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\n")
	way := x.client.number % 3
	if x.old || x.verb == http.MethodHead {
		way = 0 // the one that a client of HTTP/1.0 knows, and in which nothing follows a head
	}
	switch way {
	case 0:
		fmt.Fprintf(&b, "CONNECTION: Close\r\n\r\n%s", text)
	case 1:
		fmt.Fprintf(&b, "content-length: \t%d\r\n\r\n%s", len(text), text)
	case 2:
		b.WriteString("transfer-encoding: Chunked\r\n\r\n")
		for chunk := range slices.Chunk(text, 1000) {
			fmt.Fprintf(&b, "00%X;of=many\r\n%s\r\n", len(chunk), chunk)
		}
		b.WriteString("0\r\nx-after: all\r\n\r\n")
	}
	return b.Bytes()
}

// oddly spells every other name of a header in capitals, and the others in none.
func oddly(i int, name string) string {
	if i%2 == 0 {
		return strings.ToUpper(name)
	}
	return strings.ToLower(name)
}

// hijacked takes the connection of a request from Go, which would write no such
// answer, and ends it with this one.
func hijacked(w http.ResponseWriter, answer []byte) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // the client has gone away
	}
	_, _ = conn.Write(answer)
	_ = conn.Close()
}
