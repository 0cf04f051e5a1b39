// Ends a test that loops or waits for ever. Stryker would wait for it as long as it waits for one that is slow, twenty seconds for each such
// mutant, and would know only that the tests did not end. Linked into each project that judges mutants.
using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Mutation.Tests;

/// <summary>A test used more time of processors than any does here whose subject does not loop, or none for longer than any does that does not wait for ever.</summary>
public sealed class EndlessException(string message) : Exception(message);

/// <summary>
/// Runs a test as xunit does, but in threads of its own, and fails it as soon as this process has used far more for it than it uses where
/// nothing is mutated, or next to nothing from one of <see cref="IdleLooks"/> looks to the last, and all its threads sleep. That depends
/// little on what else the machine does, unlike the time that passes: a process that is kept from running does not look either, and where only
/// its test is, on a processor that a virtual machine does not get, its thread does not sleep. What the runtime has compiled meanwhile is not
/// the test's: a process that has just begun compiles whatever it runs, and a loop compiles nothing.
/// </summary>
/// <remarks>
/// A thread cannot be ended from outside, so it goes on. But where its loop asks at each turn which mutant it is, it leaves as soon as that is
/// the next one, which this process goes on to judge, or by an exception where it asks only for others (<see cref="MutantQuestions"/>); and a
/// test that waits does nothing to the next one. Otherwise the process ends itself then: Stryker judges the mutant whose turn it is in a new
/// one, and does not blame it. So it is done as well where a mutant seems to wait in a process in which an earlier one does: it might wait for
/// what that one holds.
/// </remarks>
public sealed class EndlessGuard : XunitTestRunner
{
    /// <summary>How often in a row a look finds that the process has used nothing, before its test waits for ever.</summary>
    public const int IdleLooks = 50;

    private const int None = -1;
    private const string MutantFile = "STRYKER_MUTANT_FILE";

    // The time of processors that a test may use where its subject is a mutant: so many times what it usually does, and what a process needs
    // that has just begun. What it usually does is noted in the folder that `verify mutants` tells, before anything is mutated: in the assembly
    // as it is, and in the one that Stryker has made, which is up to twenty times as slow, since it asks at each place which mutant it is.
    private const int Times = 3;
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(1); // tests of Checking without a loop used up to 0.85 above the rest
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(1.5); // what a test is taken to use that was not measured
    private static readonly string? Folder = Environment.GetEnvironmentVariable("MUTATION_ENDLESS");
    private static readonly Lazy<Dictionary<string, TimeSpan>> Usual = new(ReadUsual);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Nothing = TimeSpan.FromMilliseconds(25); // used in all these looks together: to look costs 6 on one machine
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(5); // used from one look to the next by a process that does nothing
    private const int Crowd = 100; // threads of a process, which has some twenty: whenever the collector stops so many, that takes time of processors
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(100); // for a loop that asks which mutant it is to leave
    private static readonly bool IsCoverageRun = Environment.GetEnvironmentVariable("STRYKER_COVERAGE_FILE") is not null;
    private static readonly bool IsFirstRun = Environment.GetEnvironmentVariable(MutantFile) is not null && !IsCoverageRun;
    private static bool _isMeasured = IsCoverageRun;
    private static int? _endless; // the mutant that did not end last
    private static Task? _goesOn; // its test, until it is known to have ended, or to wait
    private static bool _waits; // whether that is what it was ended for
    private static readonly List<Task> Waiting = []; // tests of earlier mutants that wait for ever

    /// <summary>Makes this how the tests of this assembly are run.</summary>
    [ModuleInitializer]
    internal static void Install() => Instance = new EndlessGuard();

    /// <inheritdoc />
    protected override ValueTask<(object? Instance, SynchronizationContext? SyncContext, ExecutionContext? ExecutionContext)> CreateTestClassInstance(
        XunitTestRunnerContext ctxt) => Guarded(ctxt, () => base.CreateTestClassInstance(ctxt));

    /// <inheritdoc />
    protected override ValueTask<TimeSpan> InvokeTest(XunitTestRunnerContext ctxt, object? testClassInstance) =>
        Guarded(ctxt, () => base.InvokeTest(ctxt, testClassInstance));

    /// <inheritdoc />
    protected override async ValueTask DisposeTestClassInstance(XunitTestRunnerContext ctxt, object testClassInstance) => await Guarded(ctxt, async () =>
    {
        await base.DisposeTestClassInstance(ctxt, testClassInstance);
        return true;
    });

    /// <summary>What a thread that goes on holds may be what is waited for in the end of a test: nothing is disposed of.</summary>
    protected override bool IsTestClassDisposable(XunitTestRunnerContext ctxt, object testClassInstance) =>
        _goesOn is null && base.IsTestClassDisposable(ctxt, testClassInstance);

    /// <summary>
    /// Before anything is mutated each test is run twice: a process that judges mutants runs it many times, and one that fails the second
    /// time would kill them all. How long it is tells the second time, when all that it needs is loaded.
    /// </summary>
    protected override async ValueTask<TimeSpan> RunTest(XunitTestRunnerContext ctxt)
    {
        if (!IsFirstRun || ActiveMutant() != None)
        {
            return await base.RunTest(ctxt);
        }

        _isMeasured = false;
        TimeSpan first = await base.RunTest(ctxt);
        _isMeasured = true;
        return first + await base.RunTest(ctxt);
    }

    private static ValueTask<T> Guarded<T>(XunitTestRunnerContext ctxt, Func<ValueTask<T>> run)
    {
        int mutant = ActiveMutant();
        if (mutant == None)
        {
            return _isMeasured ? Measured(ctxt, run) : run();
        }

        if (_endless == mutant)
        {
            throw new EndlessException($"Mutant {mutant} does not end: an earlier test has not.");
        }

        if (_goesOn is { } before)
        {
            if (!HasLeft(before))
            {
                Environment.Exit(1);
            }

            if (!before.IsCompleted)
            {
                Waiting.Add(before);
            }

            _goesOn = null;
        }

        if (Waiting.Exists(static test => test.IsCompleted))
        {
            Environment.Exit(1); // somebody has woken it, whose doing that was is not known
        }

        TimeSpan limit = Begin + (Times * Usual.Value.GetValueOrDefault(ctxt.Test.TestDisplayName, Unknown));
        TimeSpan begun = UsedByTests();
        (TimeSpan idleSince, int idleLooks) = (Environment.CpuUsage.TotalTime, 0);
        Task<T> running = Task.Factory.StartNew(() => run().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        while (Task.WaitAny([running], Interval) < 0)
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            (idleSince, idleLooks) = used - idleSince < Nothing ? (idleSince, idleLooks + 1) : (used, 0);
            if (UsedByTests() - begun > limit)
            {
                throw Endless(running, mutant, "loop", ctxt.Test.TestDisplayName, $"used more than {limit.TotalSeconds:f1} s of processors");
            }

            if (idleLooks >= IdleLooks && !IsAnyoneAwake())
            {
                if (Waiting.Count > 0)
                {
                    Environment.Exit(1);
                }

                throw Endless(running, mutant, "wait", ctxt.Test.TestDisplayName, $"had used nothing at any of {IdleLooks} looks");
            }
        }

        return new(running);
    }

    /// <summary>Before anything is mutated: notes how long a test is.</summary>
    private static async ValueTask<T> Measured<T>(XunitTestRunnerContext ctxt, Func<ValueTask<T>> run)
    {
        // With what was compiled: that is told by the time that passed, and would take from a test more than it had.
        TimeSpan begun = Environment.CpuUsage.TotalTime;
        T result = await run();
        TimeSpan used = Environment.CpuUsage.TotalTime - begun;
        if (Folder is not null)
        {
            await File.AppendAllTextAsync(Path.Combine(Folder, $"usual-{Environment.ProcessId}.tsv"), string.Create(CultureInfo.InvariantCulture, $"{ctxt.Test.TestDisplayName}\t{used.TotalMilliseconds}\n"));
        }

        return result;
    }

    /// <summary>The longest time of each test; its class is made in some of it.</summary>
    private static Dictionary<string, TimeSpan> ReadUsual() =>
        Folder is null
            ? []
            : Directory.EnumerateFiles(Folder, "usual-*.tsv").SelectMany(File.ReadLines).Select(static line => line.Split('\t'))
                .Where(static parts => parts is [_, { Length: > 0 }]) // a host may have been ended while it wrote
                .GroupBy(static parts => parts[0], StringComparer.Ordinal)
                .ToDictionary(static test => test.Key, static test => TimeSpan.FromMilliseconds(test.Max(static parts => double.Parse(parts[1], CultureInfo.InvariantCulture))), StringComparer.Ordinal);

    /// <summary>The mutant that the subject is now, as Stryker tells its test hosts; -1 where it is none.</summary>
    private static int ActiveMutant()
    {
        if (Environment.GetEnvironmentVariable(MutantFile) is not { } path)
        {
            return None;
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> number = stackalloc byte[sizeof(int)];
        stream.ReadExactly(number);
        return BitConverter.ToInt32(number);
    }

    /// <summary>The time of processors that this process has used, but for what the runtime compiled: as much as passed meanwhile, so rather too little.</summary>
    private static TimeSpan UsedByTests() => Environment.CpuUsage.TotalTime - JitInfo.GetCompilationTime();

    /// <summary>Whether a thread runs, or would if it got a processor, beside the one that asks.</summary>
    private static bool IsAnyoneAwake()
    {
        using Process own = Process.GetCurrentProcess();
        return own.Threads.Cast<ProcessThread>().Count(static thread => thread.ThreadState == System.Diagnostics.ThreadState.Running) > 1;
    }

    /// <summary>Whether a test has ended after all, or waits, and nothing of it goes on, nor hundreds of its threads wait: what they use would be taken for the next one's.</summary>
    private static bool HasLeft(Task test)
    {
        bool isQuiet = false;
        bool hasLeft = _waits || Task.WaitAny([test], Leaving) == 0;
        if (!hasLeft)
        {
            using MutantQuestions refused = MutantQuestions.Refuse();
            hasLeft = Task.WaitAny([test], Leaving) == 0;
        }

        for (TimeSpan look = TimeSpan.Zero; hasLeft && !isQuiet && look < Leaving; look += Interval)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Task.WaitAny([new TaskCompletionSource().Task], Interval);
            isQuiet = Environment.CpuUsage.TotalTime - before < Quiet;
        }

        using Process own = Process.GetCurrentProcess();
        return isQuiet && own.Threads.Count < Crowd;
    }

    /// <summary>Tells `verify mutants`, which sets the variable, that it is by this that the mutant is seen.</summary>
    private static EndlessException Endless(Task running, int mutant, string word, string test, string how)
    {
        (_endless, _goesOn, _waits) = (mutant, running, word == "wait");
        if (Folder is not null)
        {
            File.AppendAllText(Path.Combine(Folder, $"{Environment.ProcessId}.txt"), string.Create(CultureInfo.InvariantCulture, $"{mutant}\t{word}\t{test}\n"));
        }

        return new($"Mutant {mutant} does not end: the test {how}.");
    }
}
