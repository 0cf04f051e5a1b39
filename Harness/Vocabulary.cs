// The kit's generic types with this project's states, operations and responses filled in.
global using CloneClaim = Checking.Claim<Clones.State, Clones.Operation, Clones.Response>;
global using CloneLockstep = Checking.Lockstep<Clones.State, Clones.Operation, Clones.Response>;
global using CloneSearch = Checking.SequenceSearch<Clones.State, Clones.Operation, Clones.Response>;
global using CloneSpecificationOf = Checking.Specification<Clones.State, Clones.Operation, Clones.Response>;
global using CloneTransition = Checking.Transition<Clones.State, Clones.Operation, Clones.Response>;
