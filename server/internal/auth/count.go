package auth

// Tokens is how many tokens are alive now.
func (l *Logins) Tokens() int { return l.tokens.count() }

// Blocked returns how many addresses are blocked now.
func (l *Logins) Blocked() int { return l.blocks.countBlocked() }

func (t *tokens) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.endWhile(func(l lease) bool { return l.expired(now) })
	return t.leases.len()
}

func (b *blocks) countBlocked() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refresh()
	n, now := 0, b.now()
	for _, until := range b.until.all() {
		if now.Before(until) {
			n++
		}
	}
	return n
}
