package iocage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// says is an iocage that prints the text that it was last given.
type says struct{ text string }

func (s *says) Run(context.Context, ...string) (iocage.Output, error) {
	return iocage.Output{Stdout: []byte(s.text)}, nil
}

// Repeated output is not parsed again; new output is.
func TestReadings(t *testing.T) {
	s := &says{"boot:off\n"}
	c := client(s)
	ask := func() *iocage.Reading[map[string]string] {
		reading, err := c.Settings(t.Context(), "www")
		require.NoError(t, err)
		return reading
	}
	first := ask()
	require.Same(t, first, ask())
	s.text = "boot:on\n"
	require.Equal(t, map[string]string{"boot": "on"}, ask().Value)
	s.text = "boot:off\n"
	require.Same(t, first, ask())
}

// Only a few short texts are kept.
func TestReadingsAreForgotten(t *testing.T) {
	s := &says{}
	c := client(s)
	ask := func(text string) *iocage.Reading[map[string]string] {
		s.text = text
		reading, err := c.Settings(t.Context(), "www")
		require.NoError(t, err)
		return reading
	}
	first := ask("boot:off\n")
	for n := range iocage.MostReadings {
		ask("notes:" + strings.Repeat("x", n) + "\n")
	}
	require.NotSame(t, first, ask("boot:off\n"), "too many")

	first = ask("boot:off\n")
	ask("notes:" + strings.Repeat("x", iocage.MostReadingText) + "\n")
	require.Same(t, first, ask("boot:off\n"), "that one is too long")
	ask("notes:" + strings.Repeat("x", iocage.MostReadingText-10) + "\n")
	require.NotSame(t, first, ask("boot:off\n"), "both are too long")
}

func TestReadingOnce(t *testing.T) {
	r := &iocage.Reading[int]{Value: 6}
	times := 0
	double := func(n int) (any, error) {
		if times++; times == 1 {
			return nil, errors.New("not now")
		}
		return n * 2, nil
	}
	_, err := r.Once(double)
	require.EqualError(t, err, "not now")
	for range 3 {
		made, err := r.Once(double)
		require.NoError(t, err)
		require.Equal(t, 12, made)
	}
	require.Equal(t, 2, times, "an error is not kept")
}
