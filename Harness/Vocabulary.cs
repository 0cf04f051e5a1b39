// The kit's generic types with this project's states, operations and responses filled in.
global using CloneClaim = Checking.Claim<Clones.State, Clones.Operation, Clones.Response>;
global using CloneInterleavingSearch = Checking.Schedules.InterleavingSearch<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using CloneLockstep = Checking.Lockstep<Clones.State, Clones.Operation, Clones.Response>;
global using CloneScenario = Checking.Scenarios.Scenario<Clones.Operation>;
global using CloneScenarioCheck = Checking.Scenarios.ScenarioCheck<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using CloneScenarioCounterexample = Checking.Scenarios.ScenarioCounterexample<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using CloneScenarioTarget = Checking.Scenarios.ScenarioTarget<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using CloneSearch = Checking.SequenceSearch<Clones.State, Clones.Operation, Clones.Response>;
global using CloneSpecificationOf = Checking.Specification<Clones.State, Clones.Operation, Clones.Response>;
global using CloneTransition = Checking.Transition<Clones.State, Clones.Operation, Clones.Response>;
global using FailingInterleaving = Checking.Schedules.FailingInterleaving<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using InterleavingReport = Checking.Schedules.InterleavingReport<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
global using TimedSubject = Checking.ISubject<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
