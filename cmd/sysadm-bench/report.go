package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/page"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// begin returns the report of a run that begins now.
func (o *options) begin(form string) figure.Report {
	r := figure.Report{
		Schema: figure.SchemaID, Form: form,
		Begin: time.Now().UTC().Truncate(time.Second), Machine: figure.ThisMachine(),
	}
	if program, err := process.Programs(o.bin).Find("sysadm-server"); err == nil {
		r.Revision = process.Revision(program)
	}
	return r
}

// compare adds the figures of the earlier run, if one was named.
func (o *options) compare(r *figure.Report) error {
	if o.earlier == "" {
		return nil
	}
	text, err := os.ReadFile(o.earlier)
	if err != nil {
		return fmt.Errorf("cannot read the earlier figures: %w", err)
	}
	e, err := figure.Decode(text)
	if err == nil {
		r.CompareWith(e)
	}
	return err
}

// checkFiles checks that the files can be used, before anything is measured.
func (o *options) checkFiles() error {
	_, err := o.updatedPage(figure.Report{})
	return errors.Join(err, o.compare(&figure.Report{}))
}

// updatedPage returns the page with the report's results, or nil if no page was
// named.
func (o *options) updatedPage(r figure.Report) ([]byte, error) {
	if o.page == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.page)
	if err != nil {
		return nil, fmt.Errorf("cannot read the page: %w", err)
	}
	return page.Update(text, r)
}

// write writes the report to the named files.
func (o *options) write(r figure.Report) error {
	text, err := o.updatedPage(r)
	if err != nil {
		return err
	}
	figures, err := r.Encode()
	if err != nil {
		return err
	}
	return errors.Join(replace(o.page, text), replace(o.json, figures))
}

// replace writes a file atomically, if one was named.
func replace(name string, text []byte) error {
	if name == "" {
		return nil
	}
	if err := renameio.WriteFile(name, text, 0o644); err != nil {
		return fmt.Errorf("cannot write the figures: %w", err)
	}
	return nil
}
