package load

import (
	"time"

	"golang.org/x/sync/errgroup"
)

// A Crowd is clients that ask at once.
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

// Ask has each client ask, wait for the reply and ask again for so long, but at
// least once, and returns how many requests were answered to all of them. Those
// that are under way at the end are waited for, and count, as does the time until
// then.
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
