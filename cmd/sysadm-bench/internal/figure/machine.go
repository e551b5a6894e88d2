package figure

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// ThisMachine describes the machine of this program; unknown members are empty.
func ThisMachine() Machine {
	return Machine{
		CPU:    processor(),
		Cores:  runtime.GOMAXPROCS(0),
		System: output("uname", "-srm"),
		Go:     runtime.Version(),

		LoadBegin: load(),
	}
}

// load returns the load averages of 1, 5 and 15 minutes.
func load() string {
	averages, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		averages = []byte(output("sysctl", "-n", "vm.loadavg"))
	}
	words := strings.Fields(strings.Trim(strings.TrimSpace(string(averages)), "{}"))
	return strings.Join(words[:min(3, len(words))], " ")
}

func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	if brand := output("sysctl", "-n", "machdep.cpu.brand_string"); brand != "" { // macOS
		return brand
	}
	if model := output("sysctl", "-n", "hw.model"); model != "" { // FreeBSD
		return model
	}
	return runtime.GOARCH
}

// output returns what a program prints, or "" on failure.
func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
