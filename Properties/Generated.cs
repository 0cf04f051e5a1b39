// What FsCheck generates and shrinks: a state, as the operations that reach it, and a draft of the
// operation to do next. A state that no operations reach is never generated, so laws need no
// preconditions; a failing one is shown as the operations that lead to it.
using Checking;
using Clones;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Harness;

namespace Properties;

/// <summary>A state that can be reached, by operations that are made from drafts.</summary>
public sealed class Reached
{
    public Reached(IReadOnlyList<Draft> drafts)
    {
        Drafts = drafts;
        List<Operation> operations = [];
        State = drafts.Aggregate(State.Initial, (state, draft) =>
        {
            operations.Add(CloneDrafts.Resolve(state, draft));
            return Model.Step(state, operations[^1]).State;
        });
        Operations = operations;
    }

    public IReadOnlyList<Draft> Drafts { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public State State { get; }

    public override string ToString() => string.Join('+', Operations.Select(OperationText.Format));
}

/// <summary>The generators of the laws.</summary>
public static class Generators
{
    public static Arbitrary<Draft> Drafts() => Arb.From(OneDraft, draft => draft.Simpler());

    public static Arbitrary<Reached> States() => Arb.From(
        from drafts in OneDraft.ArrayOf()
        select new Reached(drafts),
        reached => Shorter(reached.Drafts).Select(drafts => new Reached(drafts)));

    private static Gen<Draft> OneDraft =>
        from kind in Number
        from first in Number
        from second in Number
        from third in Number
        from fourth in Number
        select new Draft(kind, first, second, third, fourth);

    private static Gen<byte> Number => Gen.Choose(0, 255).Select(number => (byte)number);

    public static IEnumerable<Draft[]> Shorter(IReadOnlyList<Draft> drafts)
    {
        for (int stretch = drafts.Count; stretch > 0; stretch /= 2)
        {
            for (int start = 0; start + stretch <= drafts.Count; start += stretch)
            {
                yield return [.. drafts.Take(start), .. drafts.Skip(start + stretch)];
            }
        }

        for (int index = 0; index < drafts.Count; index++)
        {
            foreach (Draft simpler in drafts[index].Simpler())
            {
                yield return [.. drafts.Take(index), simpler, .. drafts.Skip(index + 1)];
            }
        }
    }
}

/// <summary>A law, held against generated states. The seed is fixed; a failure prints it, and <c>Replay</c> takes another.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute : PropertyAttribute
{
    /// <summary>How many states are generated.</summary>
    public const int States = 400;

    /// <summary>How many operations lead to a state at most.</summary>
    public const int Operations = 120;

    public LawAttribute()
    {
        Arbitrary = [typeof(Generators)];
        MaxTest = States;
        EndSize = Operations;
        Replay = "(20070531,72009)";
    }
}
