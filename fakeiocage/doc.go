// Package fakeiocage imitates the iocage command: it takes an argument vector,
// changes the imitated host, and returns an exit status. No jail is made; where
// iocage calls zfs and jail, a model of the host answers.
//
// Output, streams and exit statuses are those of the shell iocage of February
// 2016, the program whose output the sysadm documents show: branch develop,
// commit b327e47 ("DEVELOP (2016-02-01)") and, as a dialect of its own, 0525c97
// of four days later. "The original" is that program. Where a comment says
// "measured", the behaviour was observed on it, running over imitated system
// commands, however odd it is. Texts of zfs, jail and rctl are those of the
// imitated commands, which were written after FreeBSD 10.
//
// A third dialect is another program: the rewrite of iocage in Python, as it was
// on 2017-06-05 (iocage 89864aa, between 0.9.8.1 and 0.9.9). It works on the same
// host.
package fakeiocage
