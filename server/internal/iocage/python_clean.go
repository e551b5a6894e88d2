package iocage

import "context"

// CleanReleases destroys every release, and the jails and templates made from
// them.
func (p *Python) CleanReleases(ctx context.Context) error { return p.clean(ctx, "-fr") }

// CleanTemplates destroys every template, and the jails made from them.
func (p *Python) CleanTemplates(ctx context.Context) error { return p.clean(ctx, "-ft") }

func (p *Python) clean(ctx context.Context, switches string) error {
	_, err := p.answer(ctx, "clean", switches)
	return err
}
