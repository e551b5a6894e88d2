package processgroup

import (
	"context"
	"os"
	"syscall"
	"time"
)

// Wait waits for the end of a process that leads its own group. When ctx ends,
// the group gets SIGTERM. What is left of it gets SIGKILL when the leader has
// ended, or after the grace.
func Wait(ctx context.Context, leader *os.Process, grace time.Duration) (*os.ProcessState, error) {
	ended, told := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(told)
		_ = syscall.Kill(-leader.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(grace):
		}
		_ = syscall.Kill(-leader.Pid, syscall.SIGKILL)
	})
	state, err := leader.Wait()
	close(ended)
	if !stop() {
		<-told
	}
	return state, err
}
