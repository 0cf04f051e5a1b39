// A small component that is no clone manager, to show that the kit knows nothing of clones: a counter
// that goes from zero to a limit. Its specification, its implementation, and two wrong ones.
namespace Checking.Tests.BoundedCounter;

public enum CounterOperation
{
    Increment,
    Decrement,
    Read,
}

/// <summary>The answer: the count, or null where the counter is full or empty.</summary>
public sealed record CounterResponse(int? Count);

public static class CounterSpecification
{
    public const int Limit = 3;

    public static Specification<int, CounterOperation, CounterResponse> Counter { get; } = Of(Limit);

    public static IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> Claims { get; } =
    [
        new("within-bounds", "the count is 0 to the limit", count => Outcome.Of(count is >= 0 and <= Limit, () => $"{count}")),
        new("full-at-the-limit", "at the limit it can only go down",
            (specification, step) => step.After == Limit
                ? Outcome.Equal(specification.Step(step.After, CounterOperation.Increment), (Limit, new CounterResponse(null)))
                : Outcome.DoesNotApply),
    ];

    public static Specification<int, CounterOperation, CounterResponse> Of(int limit) => new()
    {
        Name = $"counter to {limit}",
        Initial = 0,
        Step = (count, operation) => operation switch
        {
            CounterOperation.Increment when count < limit => (count + 1, new CounterResponse(count + 1)),
            CounterOperation.Decrement when count > 0 => (count - 1, new CounterResponse(count - 1)),
            CounterOperation.Read => (count, new CounterResponse(count)),
            _ => (count, new CounterResponse(null)),
        },
        Describe = count => [new Fact("count", $"{count}")],
    };

    public static SequenceSearch<int, CounterOperation, CounterResponse> Check(
        Func<ISubject<int, CounterOperation, CounterResponse>>? subject, params IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> claims) =>
        new(
            "counter",
            new Lockstep<int, CounterOperation, CounterResponse>(Counter, claims, subject),
            (_, draft) => Enum.GetValues<CounterOperation>().At(draft.Kind),
            operation => $"{operation}",
            "check replay");

    /// <summary>Counts as specified; the limit is a parameter, so that a wrong one can be made.</summary>
    public sealed class Subject(int limit) : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            switch (operation)
            {
                case CounterOperation.Increment when _count < limit:
                    return new(++_count);
                case CounterOperation.Decrement when _count > 0:
                    return new(--_count);
                case CounterOperation.Read:
                    return new(_count);
                default:
                    return new(null);
            }
        }

        public int Observe() => _count;
    }

    /// <summary>Answers as specified, but throws when it should say that it is empty.</summary>
    public sealed class ThrowingSubject : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly Subject _subject = new(Limit);

        public CounterResponse Apply(CounterOperation operation) =>
            operation == CounterOperation.Decrement && Observe() == 0 ? throw new InvalidOperationException("empty") : _subject.Apply(operation);

        public int Observe() => _subject.Observe();
    }

    /// <summary>Notes the last increment only, and counts it when somebody looks: an increment that nobody looked at before the next is lost.</summary>
    public sealed class LateSubject : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _settled;
        private bool _isNoted;

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == CounterOperation.Increment)
            {
                _isNoted = true;
                return new(_settled + 1);
            }

            return new(operation == CounterOperation.Read ? Observe() : null);
        }

        public int Observe()
        {
            _settled += _isNoted ? 1 : 0;
            _isNoted = false;
            return _settled;
        }
    }

    /// <summary>Answers as specified, but loses count of what it derives: how often it was read.</summary>
    public sealed class ForgetfulSubject : ISubject<int, CounterOperation, CounterResponse>, IRescannable
    {
        private const int Noted = 0;

        private readonly Subject _subject = new(Limit);
        private int _reads;

        public CounterResponse Apply(CounterOperation operation)
        {
            _reads += operation == CounterOperation.Read ? 1 : 0;
            return _subject.Apply(operation);
        }

        public int Observe() => _subject.Observe();

        public IReadOnlyList<string> FindDerivedErrors() => _reads == Noted ? [] : [$"{_reads} read, {Noted} noted"];
    }
}
