package host

// A Usage is a jail's use of one resource.
type Usage struct{ Resource, Amount string }

// Usage returns what `rctl -hu` shows of the jail: the constant use of an idle
// jail, or nothing if it is down.
func (j *Jail) Usage() []Usage {
	usage := []Usage{
		{"cputime", "1"}, {"datasize", "5364K"}, {"stacksize", "4096"}, {"coredumpsize", "0"},
		{"memoryuse", "9216K"}, {"memorylocked", "0"}, {"maxproc", "3"}, {"openfiles", "210"},
		{"vmemoryuse", "30M"}, {"pseudoterminals", "0"}, {"swapuse", "0"}, {"nthr", "3"},
		{"msgqqueued", "0"}, {"msgqsize", "0"}, {"nmsgq", "0"}, {"nsem", "0"}, {"nsemop", "0"},
		{"nshm", "0"}, {"shmsize", "0"}, {"wallclock", "12"}, {"pcpu", "0"},
	}
	if j.Up() {
		return usage
	}
	for i := range usage {
		usage[i].Amount = "0"
	}
	return usage
}
