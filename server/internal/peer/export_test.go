package peer

// Known returns how many addresses a Pace remembers.
func (p *Pace) Known() int { return len(p.byNetwork) }
