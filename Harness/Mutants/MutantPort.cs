using Harness.Schedules;
using SynchronisationMutants;

namespace Harness.Mutants;

/// <summary>A mutant of the port, compiled against the stand-ins.</summary>
/// <param name="Subject">What it is called in tokens.</param>
/// <param name="Make">Makes a port without a manager yet.</param>
/// <param name="Narrow">
/// The same mutant of a port whose pages have four slots, and whose nodes have four pages: what takes 4,097 entries takes 17
/// there. Null where there is none.
/// </param>
public sealed record MutantPort(string Subject, Func<TimedSubject> Make, Lazy<MutantPort>? Narrow = null)
{
    // What the narrow port changes. Who calls himself without end gets an exception there, and not the end of the process.
    private static readonly (string Text, string Narrow)[] Narrowing =
    [
        ("public const int Width = 64;", "public const int Width = 4;"),
        ("private const int Spread = 4;", "private const int Spread = 1;"),
        (
            "private static void Hang(SlotPage page, NoteNode root)\n    {",
            "private static void Hang(SlotPage page, NoteNode root)\n    {\n        RuntimeHelpers.EnsureSufficientExecutionStack();"
        ),
    ];

    private static readonly Lazy<Func<string, string, Func<TimedSubject>>> Compiler =
        new(static () => StandInPort.Changeable(static text => text, MutantSteps.Source.Text));

    private static readonly Lazy<Func<string, string, Func<TimedSubject>>> NarrowCompiler = new(static () =>
    {
        foreach ((string text, _) in Narrowing)
        {
            if (PortMutants.Sources.Count(source => source.Text.Contains(text, StringComparison.Ordinal)) != 1)
            {
                throw new InvalidOperationException($"the port is no longer made narrow: none of its files, or more than one, has '{text}'");
            }
        }

        return StandInPort.Changeable(Narrowed, MutantSteps.Source.Text);
    });

    /// <summary>The port as it is.</summary>
    public static MutantPort Right { get; } = new("port", StandInPort.Right, new(static () =>
    {
        SourceFile any = PortMutants.Sources[0];
        return new("narrow-port", NarrowCompiler.Value(any.Name, any.Text));
    }));

    /// <summary>Compiles a mutant.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>It, or why it does not compile.</returns>
    public static (MutantPort? Program, string? Error) Compile(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        SourceFile changed = mutation.Changed;
        try
        {
            return (
                new(
                    ScheduleSearch.MutantPrefix + mutation.Id,
                    Compiler.Value(changed.Name, changed.Text),
                    new(() => new(ScheduleSearch.NarrowPrefix + mutation.Id, NarrowCompiler.Value(changed.Name, changed.Text)))),
                null);
        }
        catch (InvalidOperationException exception)
        {
            return (null, exception.Message);
        }
    }

    private static string Narrowed(string text) => Narrowing.Aggregate(text, static (narrow, change) => narrow.Replace(change.Text, change.Narrow, StringComparison.Ordinal));
}
