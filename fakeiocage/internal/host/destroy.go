package host

// Destroy takes the jail away. A running one must be stopped first.
func (j *Jail) Destroy(say Say) {
	say.To(Destroying, j.UUID())
	j.pool.Remove(j)
}
