package commandline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/conformance/doctor"
)

// doctorFlags are the command line of doctor.
type doctorFlags struct {
	reach
	touch
	selection // of editions and compat
}

func newDoctorCommand(env Env, code *int) *cobra.Command {
	f, asJSON := &doctorFlags{}, false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a host lacks for a full run",
		Long: `Say what a host lacks for a full run, how many checks would be skipped because of
it, and what to do. Nothing is changed, no job is run and no login fails on
purpose. The flags are those of run.

Exit codes: 0 nothing is lacking, 1 something is, 2 the host cannot be examined.`,
		Example: `  sysadm-conformance doctor --target tank1 --destructive`,
		Args:    cobra.NoArgs,
	}
	f.addHost(cmd.Flags())
	f.addTouch(cmd.Flags())
	f.addTimeouts(cmd.Flags())
	f.addEditions(cmd.Flags())
	f.addCompat(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as a JSON array")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.readProfile(cmd.Context(), givenFlags(f.flags), env); err != nil {
			return err
		}
		findings, err := f.examine(cmd.Context(), env)
		if len(findings) == 0 {
			return err
		}
		if slices.ContainsFunc(findings, func(f doctor.Finding) bool { return !f.OK }) {
			*code = exitFails
		}
		if asJSON {
			return errors.Join(writeJSON(env.Stdout, findings), err)
		}
		return errors.Join(printFindings(env.Stdout, findings), err)
	}
	return cmd
}

// examine looks at the host, and at what this side needs for a run.
func (f *doctorFlags) examine(ctx context.Context, env Env) ([]doctor.Finding, error) {
	o, err := f.selected()
	if err != nil {
		return nil, err
	}
	if o.Host, err = f.host(env); err != nil {
		return nil, err
	}
	if err = f.touch.check(&f.reach); err != nil {
		return nil, err
	}
	if o.Host.Simulated() {
		return nil, errors.New("cannot examine the simulated host, which has everything: name another with --target, --ws and --rest, or --exec")
	}
	f.allow(&o)
	o.Timeout = f.timeout
	findings, err := doctor.Examine(ctx, o)
	if err != nil {
		return findings, err
	}
	return append(findings, f.examineJournal(env)), nil
}

// examineJournal says whether a run could note what it changes.
func (f *doctorFlags) examineJournal(env Env) doctor.Finding {
	folder, err := journalFolder(f.journal, env)
	if err == nil {
		err = tryFolder(folder)
	}
	if err != nil {
		return doctor.Finding{Topic: "journal", Text: err.Error(), Advice: "name a folder that you may write to with --journal"}
	}
	return doctor.Finding{Topic: "journal", OK: true, Text: "what a run changes can be noted in " + folder}
}

// tryFolder reports why no file can be written in a folder.
func tryFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, "doctor-")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

func printFindings(w io.Writer, findings []doctor.Finding) error {
	lacking := 0
	for _, f := range findings {
		title := "ok     "
		if !f.OK {
			title = "lacking"
			lacking++
		}
		fmt.Fprintf(w, "%s  %-16s  %s\n", title, f.Topic, f.Text)
		if f.Skips > 0 {
			fmt.Fprintf(w, "%27s%d checks cannot be run\n", "", f.Skips)
		}
		if f.Advice != "" {
			fmt.Fprintf(w, "%27sto do: %s\n", "", f.Advice)
		}
	}
	_, err := fmt.Fprintln(w, summary(lacking), "lacking for a full run")
	return err
}

func summary(lacking int) string {
	switch lacking {
	case 0:
		return "nothing is"
	case 1:
		return "1 thing is"
	}
	return fmt.Sprint(lacking, " things are")
}
