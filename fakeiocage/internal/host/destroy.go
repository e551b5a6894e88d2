package host

// Destroy takes the jail away, and with a clone the snapshot that it came from.
// A running one must be stopped first.
func (j *Jail) Destroy(say Say) {
	say.To(Destroying, j.UUID())
	j.pool.Remove(j)
	if origin := j.Raw("origin"); origin != "-" {
		say.To(DestroyingOrigin, origin)
	}
}
