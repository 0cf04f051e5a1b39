// What is odd in the original, as something that can be looked for: a sentence that a caller would expect to hold, and that the
// search over the model breaks. The expectations stand in the other files of this folder, by what they are about.
using Checking;
using Clones;

namespace Harness.Findings;

/// <summary>Something that a caller would expect, and that does not hold.</summary>
/// <param name="Expectation">What a caller would expect. Its name is the finding's.</param>
/// <param name="Explanation">Why it does not hold, and what comes of it, in two sentences.</param>
/// <param name="Lines">The lines of clone.c that decide it.</param>
/// <param name="Port">What the port does about it.</param>
/// <param name="Repair">The planted fault that makes the model as the caller would expect; null where no one change of the model does.</param>
/// <param name="Scope">Where it is looked for.</param>
public sealed record Finding(CloneClaim Expectation, string Explanation, string Lines, string Port, string? Repair, FindingScope Scope)
{
    /// <summary>What the port does where it does as the original.</summary>
    public const string AsTheOriginal = "does the same";

    /// <summary>Its name: short, in words joined by hyphens.</summary>
    public string Name => Expectation.Name;

    /// <summary>The check that replays it.</summary>
    /// <returns>The check.</returns>
    public CloneSearch Check() => Check(CloneSpecification.Model);

    /// <summary>Looks for the shortest sequence that breaks the expectation, breadth-first.</summary>
    /// <returns>The sequence, or null where the expectation holds in the whole scope.</returns>
    public Counterexample<Operation>? Find() => Find(CloneSpecification.Model);

    /// <summary>As <see cref="Find()"/>, in another specification.</summary>
    /// <param name="specification">The specification.</param>
    /// <returns>The sequence, or null where the expectation holds in the whole scope.</returns>
    public Counterexample<Operation>? Find(CloneSpecificationOf specification) =>
        new StateSpace<State, Operation, Response>(Check(specification), specification, [Expectation], Scope.Bounds).Explore().Counterexample;

    private CloneSearch Check(CloneSpecificationOf specification) =>
        new($"finding:{Name}", new CloneLockstep(specification, [Expectation]), CloneDrafts.Resolve, OperationText.Format, CloneChecks.ReplayCommand, OperationTakeOut.Without);
}
