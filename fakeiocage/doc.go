// Package fakeiocage imitates the iocage command: an argument vector in, an
// exit status out, and in between the host that the command would have
// administered. No jail is made; where iocage calls zfs and jail, a model of
// the host answers.
//
// What it prints, on which stream and with which status is that of the shell
// iocage of February 2016, the program whose output the sysadm documents show.
package fakeiocage
