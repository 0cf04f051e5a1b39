// When two runs of a scenario are one history: each operation has the same answer in both, the same operations
// returned before others were invoked, and the states at rest are equal. So much a checker of histories looks at;
// in which order events came that no operation lies between makes no difference to it.
using System.IO.Hashing;
using System.Text;
using Checking.Linearizability;
using Checking.Scenarios;

namespace Checking.Discovery;

/// <summary>Tells the histories of runs apart.</summary>
public static class HistoryClass
{
    /// <summary>The class of a run: the same for runs that are one history, on every machine and in every process.</summary>
    /// <typeparam name="TState">The states.</typeparam>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="run">The run.</param>
    /// <param name="describe">The state at rest as named facts.</param>
    /// <returns>A fingerprint (XXH128).</returns>
    public static UInt128 Of<TState, TOperation, TResponse>(ScenarioRun<TState, TOperation, TResponse> run, Func<TState, IReadOnlyList<Fact>> describe)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(describe);
        XxHash128 hash = new();
        HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>[] operations =
            [.. run.Operations.OrderBy(operation => operation.Process).ThenBy(operation => operation.Invoked)];
        foreach (HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> one in operations)
        {
            Add(hash, one.Answer.IsSeen ? $"{one.Process} {one.Operation} {one.Answer.Response}" : $"{one.Process} {one.Operation}, pending");
            Add(hash, string.Concat(operations.Select(other => one.Returned < other.Invoked ? '<' : '.')));
        }

        if (run.State is { } state)
        {
            foreach (Fact fact in describe(state))
            {
                Add(hash, $"{fact.Name} {fact.Value}");
            }
        }

        return hash.GetCurrentHashAsUInt128();
    }

    private static void Add(XxHash128 hash, string text)
    {
        hash.Append(Encoding.UTF8.GetBytes(text));
        hash.Append([0]);
    }
}
