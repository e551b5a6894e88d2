package commandline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// selection are the flags that say by which editions is judged, and by which of their
// checks.
type selection struct {
	editions  []string
	compat    string
	run, skip []string
	levels    []string
	sections  []string
	shard     string
}

func (f *selection) addEditions(fs *pflag.FlagSet) {
	fs.StringArrayVar(&f.editions, "edition", nil, "edition to judge by, repeatable, or all (default "+edition.Default.Name+")")
}

func (f *selection) addSelection(fs *pflag.FlagSet) {
	f.addEditions(fs)
	f.addCompat(fs)
	fs.StringArrayVar(&f.run, "run", nil, "only checks whose id, or edition/id, matches the glob, repeatable; * is any text")
	fs.StringArrayVar(&f.skip, "skip", nil, "leave out checks whose id, or edition/id, matches the glob, repeatable")
	fs.StringSliceVar(&f.levels, "level", nil, "only checks of this level, repeatable: must, should or may")
	fs.StringArrayVar(&f.sections, "section", nil, "only checks whose section of the documents matches the glob, repeatable")
	fs.StringVar(&f.shard, "shard", "", "only part `I/N` of the selected checks, as in 2/4; merge combines the reports")
}

func (f *selection) addCompat(fs *pflag.FlagSet) {
	fs.StringVar(&f.compat, "compat", edition.Documented.Name, "compat that the server claims: documented, or reference (as the original server)")
}

// selected are the options that say what is selected, and no more.
func (f *selection) selected() (conformance.Options, error) {
	o := conformance.Options{Run: f.run, Skip: f.skip, Sections: f.sections}
	var err error
	if o.Levels, err = parseLevels(f.levels); err != nil {
		return o, err
	}
	if o.Compat, err = edition.FindCompat(f.compat); err != nil {
		return o, err
	}
	if f.shard != "" {
		if o.Shard, err = conformance.ParseShard(f.shard); err != nil {
			return o, err
		}
	}
	o.Editions, err = f.chosenEditions()
	return o, err
}

// chosenEditions are those that were named, none if none was.
func (f *selection) chosenEditions() ([]edition.Edition, error) {
	var list []edition.Edition
	for _, name := range f.editions {
		if name == "all" {
			return edition.Editions, nil
		}
		e, err := edition.Find(name)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// orDefault is the default edition where none is named.
func orDefault(editions []edition.Edition) []edition.Edition {
	if len(editions) == 0 {
		return []edition.Edition{edition.Default}
	}
	return editions
}

// parseLevels reads the values of --level.
func parseLevels(values []string) ([]conformance.Level, error) {
	var levels []conformance.Level
	for _, value := range values {
		level := conformance.Level(strings.ToUpper(value))
		if !slices.Contains(conformance.Levels, level) {
			return nil, fmt.Errorf("unknown level %q for --level: use must, should or may", value)
		}
		levels = append(levels, level)
	}
	return levels, nil
}
