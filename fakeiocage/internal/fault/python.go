package fault

// Python returns the words of the rewrite of 2017. Most failures are exceptions
// that nobody catches (iocage 89864aa).
func Python() *Words {
	return &Words{
		failures: pythonFailures, otherFailure: raises("libzfs.ZFSException: cannot open '$POOL/iocage': I/O error"),
		full: pythonFull, otherFull: raises("libzfs.ZFSException: cannot set property for '$DATASET': out of space"),
		closed: raises("libzfs.ZFSException: cannot open '$POOL': $WHY"),
	}
}

// raises is the answer of a program that an exception ends. Of the traceback
// there are the first lines and the last.
func raises(exception string) Answer {
	return Answer{
		Stderr:   "Traceback (most recent call last):\n  File \"/usr/local/bin/iocage\", line 10, in <module>\n    sys.exit(cli())\n" + exception + "\n",
		ExitCode: 1,
	}
}

// saying is an answer that prints something before the exception.
func saying(stdout string, a Answer) Answer {
	a.Stdout = stdout
	return a
}

func pythonFailures() map[string]Answer {
	return map[string]Answer{
		"activate":   raises("libzfs.ZFSException: cannot set property for '$POOL': I/O error"),
		"create":     raises("libzfs.ZFSException: cannot create '$NEW': I/O error"),
		"deactivate": raises("libzfs.ZFSException: cannot set property for '$POOL': I/O error"),
		"destroy":    raises("libzfs.ZFSException: cannot destroy '$DATASET': dataset is busy"),
		"exec":       raises("RuntimeError: jexec: jail \"ioc-$UUID\" not found\n"),
		"fetch":      raises("TimeoutError: [Errno 60] Operation timed out"),
		"start":      saying("* Starting $UUID ($TAG)\n  + Start FAILED\n", raises("RuntimeError:   jail: /usr/bin/true: failed\n")),
		"stop": saying("* Stopping $UUID ($TAG)\n  + Running prestop OK\n  + Stopping services OK\n",
			raises("subprocess.CalledProcessError: Command '['jail', '-r', 'ioc-$UUID']' returned non-zero exit status 1.")),
	}
}

func pythonFull() map[string]Answer {
	noSpace := raises("OSError: [Errno 28] No space left on device")
	return map[string]Answer{
		"activate":   raises("libzfs.ZFSException: cannot set property for '$POOL': out of space"),
		"create":     raises("libzfs.ZFSException: cannot create '$NEW': out of space"),
		"deactivate": raises("libzfs.ZFSException: cannot set property for '$POOL': out of space"),
		"fetch":      noSpace,
		"set":        noSpace,
		"start":      noSpace,
		"restart":    noSpace,
	}
}
