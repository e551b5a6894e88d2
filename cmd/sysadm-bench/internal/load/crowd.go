package load

import (
	"time"

	"golang.org/x/sync/errgroup"
)

// A Crowd is a group of clients that ask at the same time.
type Crowd []Client

// Gather opens n connections with open.
func Gather(n int, open func() (Client, error)) (Crowd, error) {
	crowd := make(Crowd, 0, n)
	for range n {
		c, err := open()
		if err != nil {
			crowd.Close()
			return nil, err
		}
		crowd = append(crowd, c)
	}
	return crowd, nil
}

// Close closes all of them.
func (c Crowd) Close() {
	for _, client := range c {
		_ = client.Close()
	}
}

// Ask makes each client ask repeatedly for the length of the window, at least
// once. It returns the number of answered requests and the time taken. Requests
// that still run at the end of the window are waited for and count, and so does
// the time that they take.
func (c Crowd) Ask(window time.Duration) (requests int, took time.Duration, err error) {
	counts := make([]int, len(c))
	var asking errgroup.Group
	begin := time.Now()
	for i, client := range c {
		asking.Go(func() error {
			for counts[i] == 0 || time.Since(begin) < window {
				if _, err := client.Ask(); err != nil {
					return err
				}
				counts[i]++
			}
			return nil
		})
	}
	err = asking.Wait()
	took = time.Since(begin)
	for _, n := range counts {
		requests += n
	}
	return requests, took, err
}
