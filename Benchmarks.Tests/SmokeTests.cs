// The benchmarks with tiny sizes: that the contestants do the same work, that a contestant which does not is seen, that the
// table is what it is said to be, and that each benchmark runs. Nothing here looks at a time.
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Benchmarks.Questions;
using DeviceClones;
using Xunit;

namespace Benchmarks.Tests;

public sealed class SmokeTests
{
    public static TheoryData<Type> Questions =>
        [.. typeof(Question).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(Question)))];

    [Fact]
    public void Port_and_list_answer_alike() => Assert.Null(EqualAnswers.FindDifference(operations: 5_000));

    [Fact]
    public void A_list_that_answers_otherwise_is_seen()
    {
        string? difference = EqualAnswers.FindDifference<PortContestant, MeasuredDevice, EagerContestant, ListDevice>(
            XorShift.Seed, operations: 5_000, maxUnit: 4);

        Assert.NotNull(difference);
        Assert.Contains("Acquire", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_line_for_each_contestant_and_size()
    {
        using StringWriter output = new();
        Table.Write([2, 10], TimeSpan.Zero, output);

        JsonElement[] lines = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line))];
        Assert.Equal(["port 2 2", "list 2 2", "port 10 10", "list 10 10"], lines.Select(static line =>
            $"{line.GetProperty("contestant").GetString()} {line.GetProperty("n").GetInt32()} {line.GetProperty("pruned").GetInt32()}"));
        Assert.All(lines, static line => Assert.All(
            (string[])["fill_ns", "release_alloc_acquire_ns", "release_alloc_acquire_locked_ns", "release_alloc_acquire_moving_clock_ns",
                "release_acquire_ns", "release_acquire_locked_ns", "release_acquire_two_threads_locked_ns", "find_ns", "gc_ns_per_entry"],
            field => Assert.True(line.GetProperty(field).GetDouble() >= 0)));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_benchmark_runs(Type question)
    {
        MethodInfo[] benchmarks = [.. question.GetMethods().Where(static method => method.IsDefined(typeof(BenchmarkAttribute)))];
        Assert.Equal(["List", "Port"], benchmarks.Select(static method => method.Name).Order(StringComparer.Ordinal));
        foreach (int threads in question.GetProperty("Threads") is null ? [1] : (int[])[1, 2])
        {
            Assert.All(benchmarks, benchmark => Run(question, benchmark, threads));
        }
    }

    private static void Run(Type question, MethodInfo benchmark, int threads)
    {
        object instance = Activator.CreateInstance(question)!;
        question.GetProperty("Threads")?.SetValue(instance, threads);
        Call<GlobalSetupAttribute>(instance, static attribute => attribute.Targets, benchmark.Name);
        Call<IterationSetupAttribute>(instance, static attribute => attribute.Targets, benchmark.Name);
        benchmark.Invoke(instance, null);
        Call<IterationCleanupAttribute>(instance, static attribute => attribute.Targets, benchmark.Name);
        Call<GlobalCleanupAttribute>(instance, static attribute => attribute.Targets, benchmark.Name);
    }

    private static void Call<TAttribute>(object instance, Func<TAttribute, string[]> targets, string benchmark)
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in instance.GetType().GetMethods())
        {
            if (method.GetCustomAttribute<TAttribute>() is { } attribute
                && (targets(attribute) is [] || targets(attribute).Contains(benchmark, StringComparer.Ordinal)))
            {
                method.Invoke(instance, null);
            }
        }
    }

    /// <summary>The list, but it opens what is open.</summary>
    private readonly struct EagerContestant : IContestant<EagerContestant, ListDevice>
    {
        private readonly ListContestant _list;

        private EagerContestant(ListContestant list) => _list = list;

        public static string Name => "eager";

        public static int UnitOf(ListDevice device) => device.Unit;

        public static EagerContestant Create(HandTime time, int maxUnit, List<int>? destroyed) =>
            new(ListContestant.Create(time, maxUnit, destroyed));

        public Given<ListDevice> Allocate(int process, int unit) => _list.Allocate(process, unit);

        public CloneStatus Acquire(ListDevice device)
        {
            CloneStatus status = _list.Acquire(device);
            return status == CloneStatus.Busy ? CloneStatus.Success : status;
        }

        public CloneStatus Release(ListDevice device) => _list.Release(device);

        public int Sweep() => _list.Sweep();

        public string Describe() => _list.Describe();
    }
}
