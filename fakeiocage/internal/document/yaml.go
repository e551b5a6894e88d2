package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// fromYAML returns the only document of a YAML stream as JSON. A plain scalar
// is a boolean, a number or null if YAML 1.2 and JSON both write it like that,
// and text otherwise: on, 10.2-RELEASE and 2016-02-05 are text.
//
// The parser does no work at the start of a program, because the imitated
// command, which lives for a millisecond, includes it, too.
func fromYAML(data []byte) ([]byte, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("it is no UTF-8")
	}
	file, err := parser.ParseBytes(bytes.TrimPrefix(data, byteOrderMark), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, located(err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, errors.New("it is empty")
	}
	var b bytes.Buffer
	if err := write(&b, file.Docs[0].Body); err != nil {
		return nil, err
	}
	if len(file.Docs) > 1 {
		return nil, errors.New("a second YAML document follows the first")
	}
	return b.Bytes(), nil
}

// byteOrderMark is at the beginning of files from some editors.
var byteOrderMark = []byte("\ufeff")

// located reduces an error of the parser, which shows the place in several
// lines, to one line.
func located(err error) error {
	var at interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &at) || at.GetToken() == nil {
		return errors.New("yaml: " + strings.Join(strings.Fields(err.Error()), " "))
	}
	return fmt.Errorf("yaml: line %d: %s", at.GetToken().Position.Line, at.GetMessage())
}

// write writes the node as JSON.
func write(b *bytes.Buffer, n ast.Node) error {
	switch n := n.(type) {
	case *ast.MappingNode:
		return writeObject(b, n)
	case *ast.SequenceNode:
		return writeList(b, n)
	case *ast.StringNode:
		return writeText(b, n.Value)
	case *ast.LiteralNode:
		return writeText(b, n.Value.Value)
	case *ast.NullNode:
		b.WriteString("null")
		return nil
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return writePlain(b, n.GetToken().Value)
	}
	return fmt.Errorf("line %d: YAML %s is not supported: write the value out", n.GetToken().Position.Line, n.Type().YAMLName())
}

// writePlain writes a scalar that looks like a number or a boolean.
func writePlain(b *bytes.Buffer, text string) error {
	if lower := strings.ToLower(text); json.Valid([]byte(lower)) {
		b.WriteString(lower)
		return nil
	}
	return writeText(b, text)
}

func writeObject(b *bytes.Buffer, n *ast.MappingNode) error {
	seen := map[string]bool{}
	b.WriteByte('{')
	for i, entry := range n.Values {
		name, line := entry.Key.GetToken().Value, entry.Key.GetToken().Position.Line
		if _, scalar := entry.Key.(ast.ScalarNode); !scalar {
			return fmt.Errorf("line %d: the name of a member is not text", line)
		}
		if seen[name] {
			return fmt.Errorf("line %d: duplicate member %q", line, name)
		}
		seen[name] = true
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeText(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := write(b, entry.Value); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func writeList(b *bytes.Buffer, n *ast.SequenceNode) error {
	b.WriteByte('[')
	for i, item := range n.Values {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := write(b, item); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func writeText(b *bytes.Buffer, text string) error {
	quoted, err := json.Marshal(text)
	b.Write(quoted)
	return err
}
