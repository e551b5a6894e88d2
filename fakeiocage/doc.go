// Package fakeiocage imitates the iocage command: an argument vector in, an
// exit status out, and in between the host that the command would have
// administered. No jail is made; where iocage calls zfs and jail, a model of
// the host answers.
//
// What it prints, on which stream and with which status is that of the shell
// iocage of February 2016, the program whose output the sysadm documents show:
// branch develop, commit b327e47 ("DEVELOP (2016-02-01)") and, as a dialect of
// its own, 0525c97 of four days later. "The original" is that program; where a
// comment says "measured", the behaviour was seen on it, run over imitated
// system commands, however odd it is. Texts of zfs, jail and rctl are those of
// the imitated ones, written after FreeBSD 10.
package fakeiocage
