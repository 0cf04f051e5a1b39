// Random sequences as a search that can go on. A sample is a sequence, and the classes that it reaches are those of
// its steps, as whoever uses this tells steps apart: fine enough that what is new is worth looking at, coarse enough
// that a day of looking comes to an end of it.
namespace Checking.Discovery;

/// <summary>How sequences are drawn.</summary>
/// <param name="Seed">The seed. Batch n is drawn from the seed n above it.</param>
/// <param name="Sequences">How many sequences a batch has.</param>
/// <param name="Length">How many operations a sequence has at most.</param>
public sealed record SequenceBatches(ulong Seed, int Sequences, int Length);

/// <summary>Random sequences, batch after batch, until one fails.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="name">What it is called.</param>
/// <param name="search">Runs the sequences.</param>
/// <param name="classOf">The class of a step.</param>
/// <param name="batches">How sequences are drawn.</param>
/// <param name="reached">Told of each new class, with the operations that led to it.</param>
public sealed class SequenceDiscovery<TState, TOperation, TResponse>(
    string name,
    SequenceSearch<TState, TOperation, TResponse> search,
    Func<Transition<TState, TOperation, TResponse>, UInt128> classOf,
    SequenceBatches batches,
    Action<UInt128, IReadOnlyList<TOperation>>? reached = null) : IDiscoverySearch
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private ulong _batch;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public DiscoveryCount Count { get; } = new();

    /// <inheritdoc />
    public bool IsOver => Counterexample is not null;

    /// <summary>How many sequences were run.</summary>
    public long Sequences { get; private set; }

    /// <summary>How many operations were run.</summary>
    public long Operations { get; private set; }

    /// <summary>How often each claim applied.</summary>
    public ClaimTally Tally { get; } = new();

    /// <summary>What fails, or null.</summary>
    public Counterexample<TOperation>? Counterexample { get; private set; }

    /// <inheritdoc />
    public void RunBatch(CancellationToken cancellation)
    {
        List<TOperation> operations = [];
        List<UInt128> classes = [];
        SearchReport<TOperation> report = search.Search(
            new SearchBounds(unchecked(batches.Seed + _batch++), batches.Sequences, batches.Length), Observe, (_, _) => EndSample(), cancellation);
        Sequences += report.Sequences;
        Operations += report.Operations;
        Tally.Add(report.Tally);
        Counterexample = report.Counterexample;

        void Observe(Transition<TState, TOperation, TResponse> transition)
        {
            operations.Add(transition.Operation);
            classes.Add(classOf(transition));
        }

        void EndSample()
        {
            foreach (UInt128 one in Count.Add(classes))
            {
                reached?.Invoke(one, operations[..(classes.IndexOf(one) + 1)]);
            }

            operations.Clear();
            classes.Clear();
        }
    }
}
