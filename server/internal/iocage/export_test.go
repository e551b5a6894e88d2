package iocage

import "context"

// ShareRunningReads disables the rule that a caller never shares a run that
// began before its request, so that tests can show that they detect this.
func ShareRunningReads(c *Client) {
	c.reads.run = func(ctx context.Context, _ func(), args []string) (Output, error) {
		return c.command(ctx, func() {}, args)
	}
}

// CompareNames disables the rule that a change waits for changes to the same
// jail under another name.
func CompareNames(c *Client) {
	c.turns.uuid = func(_ context.Context, jail string) (string, error) { return jail, nil }
}

// How much of iocage's output is kept.
const (
	MostReadings    = mostReadings
	MostReadingText = mostReadingText
)
