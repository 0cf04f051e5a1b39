// The models of the format against the definition of linearizability, on tiny histories: each model's
// specification, what it declares and what it foresees. Runs are simulated on states of the tests' own, so
// that a model and its simulation agree only if both are right; answers are then changed at random.
using Checking;
using Checking.Linearizability;
using Checking.Tests.Linearizability;
using Clones;
using CsCheck;
using Harness.Histories.Models;
using Xunit;

namespace Properties.Histories;

public sealed class ModelProperties
{
    private const ulong Seed = 0x4157;

    [Fact]
    public void The_register_says_what_the_definition_says() =>
        Compare(RegisterModels.Of("register", new RegisterValue(0)), number => Register(number, Tiny(7)(number), withCas: false));

    [Fact]
    public void The_etcd_register_says_what_the_definition_says() =>
        Compare(RegisterModels.Of("etcd-register", new RegisterValue(null)), number => Register(number, Tiny(6)(number), withCas: true));

    [Fact]
    public void The_keys_one_by_one_say_what_the_definition_says_of_the_whole_map() =>
        Compare(WholeMap, KeyValueModel.Specification, number => KeyValue(number, Tiny(7)(number)));

    [Fact]
    public void The_set_says_what_the_definition_says() => Compare(SetModel.Specification, number => Set(number, Tiny(6)(number)));

    [Fact]
    public void The_queue_says_what_the_definition_says() => Compare(QueueModel.Specification, number => Queue(number, Tiny(7)(number)));

    [Fact]
    public void Longer_queues_say_with_foresight_what_they_say_without() =>
        Agree(QueueModel.Specification, number => Queue(number, new RunShape(3, 14, number % 3 * 4, number % 5)));

    [Fact]
    public void Longer_registers_say_with_foresight_what_they_say_without() =>
        Agree(RegisterModels.Of("register", new RegisterValue(0)), number => Register(number, new RunShape(4, 18, number % 3 * 4, number % 5), withCas: false));

    [Fact]
    public void Longer_keys_say_with_foresight_what_they_say_without() =>
        Agree(KeyValueModel.Specification, number => KeyValue(number, new RunShape(4, 18, number % 3 * 4, number % 5)));

    [Fact]
    public void An_interval_of_sets_stands_for_all_sets_that_are_possible()
    {
        // The same register with one state a set, and every subset a next state.
        SequentialSpecification<ValueList<long>, SubsetOperation, SubsetResponse> plain = new()
        {
            Name = "subsets",
            Initial = [],
            Explain = static (state, operation, answer) => operation switch
            {
                SubsetOperation.PutAny put => Subsets(put.Values),
                SubsetOperation.GetAny => !answer.IsSeen || Members(answer).All(value => state.Contains(value)) ? [state] : [],
                _ => !answer.IsSeen || Members(answer).Equals(state) ? [state] : [],
            },
        };
        int rejected = 0;
        for (int number = 0; number < 2_000; number++)
        {
            History<SubsetOperation, SubsetResponse> history = Subset(number, Tiny(5)(number));
            bool isLinearizable = BruteForce.IsLinearizable(plain, history);
            rejected += isLinearizable ? 0 : 1;
            Verdict verdict = Check(NondeterministicRegisterModel.Specification, history).Verdict;
            Verdict plainVerdict = Check(plain, history).Verdict;
            Assert.True(
                verdict == Expect(isLinearizable) && plainVerdict == verdict,
                $"seed {Seed:x}, case {number}: {verdict} and {plainVerdict}, by definition {isLinearizable}\n{HistoryPicture.Draw(history.Operations)}");
        }

        Assert.InRange(rejected, 200, 1_800);
    }

    // --- The comparisons. ---

    private static void Compare<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, Func<int, History<TOperation, TResponse>> tiny)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        Compare(specification, specification, tiny);

    private static void Compare<TWhole, TState, TOperation, TResponse>(
        SequentialSpecification<TWhole, TOperation, TResponse> definition,
        SequentialSpecification<TState, TOperation, TResponse> specification,
        Func<int, History<TOperation, TResponse>> tiny)
        where TWhole : notnull
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        int rejected = 0;
        const int Cases = 6_000;
        for (int number = 0; number < Cases; number++)
        {
            History<TOperation, TResponse> history = tiny(number);
            bool isLinearizable = BruteForce.IsLinearizable(definition, history);
            rejected += isLinearizable ? 0 : 1;
            foreach (int foreseeAfter in (ReadOnlySpan<int>)[0, 4])
            {
                LinearizabilityReport<TState, TOperation, TResponse> report = Check(specification with { ForeseeAfter = foreseeAfter }, history);
                string? refuted = Certificate.Refute(specification, report);
                Assert.True(
                    report.Verdict == Expect(isLinearizable) && refuted is null,
                    $"seed {Seed:x}, case {number}: {refuted} by definition {isLinearizable}, {report}\n{HistoryPicture.Draw(history.Operations)}");
            }
        }

        Assert.InRange(rejected, Cases / 10, Cases * 9 / 10);
    }

    private static void Agree<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, Func<int, History<TOperation, TResponse>> make)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        int rejected = 0;
        const int Cases = 2_000;
        for (int number = 0; number < Cases; number++)
        {
            History<TOperation, TResponse> history = make(number);
            LinearizabilityReport<TState, TOperation, TResponse> with = Check(specification with { ForeseeAfter = 0 }, history);
            LinearizabilityReport<TState, TOperation, TResponse> without = Check(specification with { Foresee = null, ChangesNothing = static (_, _) => false }, history);
            rejected += without.Verdict == Verdict.Violated ? 1 : 0;
            string? refuted = Certificate.Refute(specification, with) ?? Certificate.Refute(specification, without);
            Assert.True(
                with.Verdict == without.Verdict && refuted is null,
                $"seed {Seed:x}, case {number}: {refuted} with {with}\nwithout {without}\n{HistoryPicture.Draw(history.Operations)}");
        }

        Assert.InRange(rejected, Cases / 10, Cases * 9 / 10);
    }

    private static Verdict Expect(bool isLinearizable) => isLinearizable ? Verdict.Holds : Verdict.Violated;

    private static LinearizabilityReport<TState, TOperation, TResponse> Check<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        new LinearizabilityChecker<TState, TOperation, TResponse>(specification).Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);

    // --- The runs. Few values on some, so that they repeat; on others each is new. ---

    private static Func<int, RunShape> Tiny(int most) => number => new RunShape(1 + (number % 4), 2 + (number % (most - 1)), number / 7 % 3 * 12, number / 5 % 3 * 8);

    private static History<RegisterOperation, RegisterResponse> Register(int number, RunShape shape, bool withCas)
    {
        int values = number % 2 == 0 ? 3 : 1_000;
        PCG random = SimulatedRun.Random(Seed, number);
        History<RegisterOperation, RegisterResponse> history = SimulatedRun.Of<RegisterValue, RegisterOperation, RegisterResponse>(
            random,
            shape,
            new RegisterValue(withCas ? null : 0),
            random => random.Below(withCas ? 3 : 2) switch
            {
                0 => new RegisterOperation.Read(),
                1 => new RegisterOperation.Write(new RegisterValue(random.Below(values))),
                _ => new RegisterOperation.CompareAndSet(new RegisterValue(random.Below(3)), new RegisterValue(random.Below(values))),
            },
            static (state, operation) => operation switch
            {
                RegisterOperation.Write write => (write.Value, new RegisterResponse.Written()),
                RegisterOperation.CompareAndSet cas => (state == cas.From ? cas.To : state, new RegisterResponse.Compared(state == cas.From)),
                _ => (state, new RegisterResponse.Holds(state)),
            });
        RegisterValue[] written = [.. history.Operations.Select(operation => operation.Operation).OfType<RegisterOperation.Write>().Select(write => write.Value), new RegisterValue(0)];
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(20), operation => operation switch
        {
            RegisterOperation.Read => new RegisterResponse.Holds(random.Below(8) == 0 ? new RegisterValue(77) : written[random.Below(written.Length)]),
            RegisterOperation.CompareAndSet => new RegisterResponse.Compared(random.Below(2) == 0),
            _ => new RegisterResponse.Written(),
        });
    }

    /// <summary>Two keys, "0" and "1", in one state.</summary>
    private static SequentialSpecification<ValueList<string>, KeyValueOperation, KeyValueResponse> WholeMap { get; } =
        SequentialSpecification<ValueList<string>, KeyValueOperation, KeyValueResponse>.From(new() { Name = "map", Initial = ["", ""], Step = MapStep });

    private static (ValueList<string> State, KeyValueResponse Response) MapStep(ValueList<string> state, KeyValueOperation operation)
    {
        int key = operation.Key[0] - '0';
        return operation switch
        {
            KeyValueOperation.Put put => (state.Replace(key, put.Value), new KeyValueResponse.Changed()),
            KeyValueOperation.Append append => (state.Replace(key, state[key] + append.Value), new KeyValueResponse.Changed()),
            _ => (state, new KeyValueResponse.Holds(state[key])),
        };
    }

    private static History<KeyValueOperation, KeyValueResponse> KeyValue(int number, RunShape shape)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        int next = 0;
        string Text(PCG random) => number % 3 == 0 ? "ab"[..random.Below(3)] : $"{(char)('a' + next++)}.";
        History<KeyValueOperation, KeyValueResponse> history = SimulatedRun.Of<ValueList<string>, KeyValueOperation, KeyValueResponse>(
            random,
            shape,
            ["", ""],
            random => random.Below(6) switch
            {
                < 3 => new KeyValueOperation.Get(random.Below(8) == 0 ? "1" : "0"),
                3 => new KeyValueOperation.Put(random.Below(8) == 0 ? "1" : "0", Text(random)),
                _ => new KeyValueOperation.Append(random.Below(8) == 0 ? "1" : "0", Text(random)),
            },
            MapStep);
        string[] seen =
        [
            string.Empty, "zz", .. history.Operations.Where(operation => operation.Answer.IsSeen)
                .Select(operation => operation.Answer.Response).OfType<KeyValueResponse.Holds>().Select(holds => holds.Value),
        ];
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(20), operation => operation is KeyValueOperation.Get
            ? new KeyValueResponse.Holds(seen[random.Below(seen.Length)] + (random.Below(8) == 0 ? "a." : ""))
            : new KeyValueResponse.Changed());
    }

    private static History<SetOperation, SetResponse> Set(int number, RunShape shape)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        History<SetOperation, SetResponse> history = SimulatedRun.Of<ValueList<long>, SetOperation, SetResponse>(
            random,
            shape,
            [],
            random => random.Below(2) == 0 ? new SetOperation.Read() : new SetOperation.Add(random.Below(5)),
            static (state, operation) => operation is SetOperation.Add add
                ? ([.. state.Append(add.Value).Distinct().Order()], new SetResponse.Added())
                : (state, new SetResponse.Members(state)));
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(20), operation => operation is SetOperation.Read
            ? new SetResponse.Members([.. Enumerable.Range(0, random.Below(3)).Select(_ => (long)random.Below(5)).Order()])
            : new SetResponse.Added());
    }

    private static History<QueueOperation, QueueResponse> Queue(int number, RunShape shape)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        int next = 0;
        History<QueueOperation, QueueResponse> history = SimulatedRun.Of<ValueList<long>, QueueOperation, QueueResponse>(
            random,
            shape,
            [],
            random => random.Below(2) == 0 ? new QueueOperation.Dequeue() : new QueueOperation.Enqueue(number % 2 == 0 ? random.Below(3) : next++),
            static (state, operation) => operation is QueueOperation.Enqueue enqueue
                ? ([.. state, enqueue.Value], new QueueResponse.Enqueued())
                : state.Count == 0 ? (state, new QueueResponse.Dequeued(null)) : ([.. state.Skip(1)], new QueueResponse.Dequeued(state[0])));
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(20), operation => operation is QueueOperation.Dequeue
            ? new QueueResponse.Dequeued(random.Below(3) == 0 ? null : random.Below(Math.Max(3, next)))
            : new QueueResponse.Enqueued());
    }

    private static History<SubsetOperation, SubsetResponse> Subset(int number, RunShape shape)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        ValueList<long> Any(IReadOnlyList<long> values) => [.. values.Where(_ => random.Below(2) == 0)];
        History<SubsetOperation, SubsetResponse> history = SimulatedRun.Of<ValueList<long>, SubsetOperation, SubsetResponse>(
            random,
            shape,
            [],
            random => random.Below(3) switch
            {
                0 => new SubsetOperation.PutAny(Any([1, 2, 3])),
                1 => new SubsetOperation.GetAny(),
                _ => new SubsetOperation.GetAll(),
            },
            (state, operation) => operation switch
            {
                SubsetOperation.PutAny put => (Any(put.Values), new SubsetResponse.Put()),
                SubsetOperation.GetAny => (state, new SubsetResponse.Members(Any(state))),
                _ => (state, new SubsetResponse.Members(state)),
            });
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(20), operation => operation is SubsetOperation.PutAny
            ? new SubsetResponse.Put()
            : new SubsetResponse.Members(Any([1, 2, 3])));
    }

    private static ValueList<long> Members(Answer<SubsetResponse> answer) => ((SubsetResponse.Members)answer.Response).Values;

    private static IEnumerable<ValueList<long>> Subsets(ValueList<long> values) =>
        Enumerable.Range(0, 1 << values.Count).Select(chosen => (ValueList<long>)[.. values.Where((_, index) => (chosen >> index & 1) != 0)]);
}
