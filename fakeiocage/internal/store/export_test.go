package store

// WholeRecord is the record of a jail up to format 3.
var WholeRecord = encodeWhole
