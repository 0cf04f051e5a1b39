// What FsCheck's model-based machinery asks for: a first state, the next operation from the state at hand, and what is compared
// after it. An operation is a draft, resolved from the state it comes to; so a list from which FsCheck takes some still makes sense.
using Checking;
using Clones;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Harness;
using Microsoft.FSharp.Collections;
using CloneSubject = Checking.ISubject<Clones.State, Clones.Operation, Clones.Response>;
using MachineOperation = FsCheck.Experimental.Operation<Checking.ISubject<Clones.State, Clones.Operation, Clones.Response>, Properties.Modelled>;

namespace Properties;

/// <summary>What the model has come to: its state, what it answered last, and all that was asked.</summary>
/// <param name="State">The state.</param>
/// <param name="Answer">The last answer, or null.</param>
/// <param name="Asked">The operations.</param>
public sealed record Modelled(State State, Response? Answer, IReadOnlyList<Operation> Asked)
{
    /// <inheritdoc />
    public override string ToString() => Asked.Count == 0 ? "nothing" : $"{OperationText.Format(Asked[^1])}: {Answer}";
}

/// <summary>Model and subject as FsCheck drives them.</summary>
/// <param name="operationsARun">How many operations a run has.</param>
/// <param name="makeSubject">Makes the subject.</param>
public sealed class CloneMachine(int operationsARun, Func<CloneSubject> makeSubject)
    : Machine<CloneSubject, Modelled>(operationsARun)
{
    private bool _hasFailed;

    /// <summary>What the last run that failed asked, up to its failure.</summary>
    public IReadOnlyList<Operation> Failed { get; private set; } = [];

    /// <summary>How many operations were compared.</summary>
    public int Compared { get; private set; }

    /// <inheritdoc />
    public override Arbitrary<Setup<CloneSubject, Modelled>> Setup => Arb.From(Gen.Fresh(() =>
        StateMachine.Setup(
            () =>
            {
                _hasFailed = false;
                return makeSubject();
            },
            static () => new Modelled(State.Initial, null, []))));

    /// <inheritdoc />
    public override TearDown<CloneSubject> TearDown =>
        StateMachine.TearDown<CloneSubject>(static subject => (subject as IDisposable)?.Dispose());

    /// <inheritdoc />
    public override Gen<MachineOperation> Next(Modelled model) =>
        Generators.Drafts().Generator.Select(draft => (MachineOperation)new Asking(this, draft));

    /// <inheritdoc />
    public override IEnumerable<FSharpList<MachineOperation>> ShrinkOperations(
        FSharpList<MachineOperation> s) =>
        Generators.Shorter([.. s.Cast<Asking>().Select(asking => asking.Draft)])
            .Select(drafts => ListModule.OfSeq(
                drafts.Select(draft => (MachineOperation)new Asking(this, draft))));

    private bool Compare(CloneSubject subject, Modelled model)
    {
        // FsCheck goes on after the first failure, which is the one that counts.
        if (_hasFailed)
        {
            return false;
        }

        Compared++;
        _hasFailed = !subject.Apply(model.Asked[^1]).Equals(model.Answer) || !subject.Observe().Equals(model.State);
        Failed = _hasFailed ? model.Asked : Failed;
        return !_hasFailed;
    }

    private sealed class Asking(CloneMachine machine, Draft draft) : MachineOperation
    {
        public Draft Draft => draft;

        public override Modelled Run(Modelled model)
        {
            Operation operation = CloneDrafts.Resolve(model.State, draft);
            (State after, Response answer) = Model.Step(model.State, operation);
            return new(after, answer, [.. model.Asked, operation]);
        }

        public override Property Check(CloneSubject subject, Modelled model) => machine.Compare(subject, model).ToProperty();

        public override string ToString() => draft.ToString();
    }
}
