package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/page"
)

// begin is the report of a run that begins now.
func begin(form string) figure.Report {
	return figure.Report{
		Schema: figure.SchemaID, Form: form, Revision: revision(),
		Begin: time.Now().UTC().Truncate(time.Second), Machine: figure.ThisMachine(),
	}
}

// revision is that of the source, with + where it was changed.
func revision() string {
	info, _ := debug.ReadBuildInfo()
	text, changed := "", ""
	if info == nil {
		return ""
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			text = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	return text + changed
}

// checkPage finds out whether the page can be written, before anything is measured.
func (o *options) checkPage() error {
	_, err := o.updatedPage(figure.Report{})
	return err
}

// updatedPage is the page with what the report tells; nil if none was named.
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

// write writes the report to the files that were named.
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

// replace writes a file as a whole or not at all, if it was named.
func replace(name string, text []byte) error {
	if name == "" {
		return nil
	}
	if err := renameio.WriteFile(name, text, 0o644); err != nil {
		return fmt.Errorf("cannot write the figures: %w", err)
	}
	return nil
}
