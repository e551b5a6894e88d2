package mutant

var typeMutants = []Mutant{}
