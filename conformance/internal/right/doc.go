// Package right is an independent server of the contract, for the suite's own
// tests: right as it stands, and wrong in one way where a test or a mutant
// bends one of its functions. It shares nothing with sysadm-server, nor with
// package independent, on purpose: what two strangers understood alike is what
// the documents say, and a mistake made here passes nowhere else.
//
// A [Host] starts it for a run of the suite, [Sim] and [Sims] are programs that
// start it. The files mutants_*.go are the tables of wrong servers. They are no
// tests because these programs start wrong servers by name; the tests of this
// package judge every one of them, and look into the server while the suite
// judges it.
package right
