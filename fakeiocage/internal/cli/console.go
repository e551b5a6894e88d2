package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// console logs in to a jail, which -f starts first if it is down. The lines of
// the input are answered as by a shell in the jail (measured: console).
func console(c *call, words []string) (int, error) {
	word, rest := first(words)
	force := word == "-f"
	if force {
		word, _ = first(rest)
	}
	var inside *host.Userland
	enter := func(p *host.Pool) int {
		j := c.named(p, word, host.MissingUUID)
		if j == nil {
			return 1
		}
		c.checkFib(j)
		if !j.Up() && !force {
			c.say.To(host.ConsoleNotRunning, word)
			return 1
		}
		if !j.Up() {
			if status, stop := j.Start(false, c.moment, c.say); stop || !j.Up() {
				return status
			}
		}
		inside = j.Userland()
		return 0
	}
	visit := c.look
	if force {
		visit = c.change
	}
	status, err := visit(enter)
	if inside == nil || status != 0 || err != nil {
		return status, err
	}
	return c.answered(inside.Shell("root", c.env.Stdin))
}
