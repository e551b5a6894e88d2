package iocage

import "context"

// ShareRunningReads breaks the rule that nobody is given a run which had begun
// when he asked, for tests of what finds that out.
func ShareRunningReads(c *Client) {
	c.reads.run = func(ctx context.Context, _ func(), args []string) (Output, error) {
		return c.command(ctx, func() {}, args)
	}
}

// CompareNames breaks the rule that changes wait for those to the same jail by
// another name.
func CompareNames(c *Client) {
	c.turns.uuid = func(_ context.Context, jail string) (string, error) { return jail, nil }
}

// What is kept of what iocage printed.
const (
	MostReadings    = mostReadings
	MostReadingText = mostReadingText
)
