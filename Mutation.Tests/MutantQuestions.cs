// Lets a loop out that the next mutant does not: its mutant has done its deed before, and cannot be asked again. Linked into each project
// that judges mutants.
using System.Reflection;

namespace Mutation.Tests;

/// <summary>
/// Makes what Stryker has put into the mutated assemblies throw wherever it is asked which mutant this is, until it is disposed of: by taking
/// away the lock that it takes where it is told to note who asks. Where a version of Stryker has no such lock, nothing is changed.
/// </summary>
internal sealed class MutantQuestions : IDisposable
{
    private readonly (FieldInfo Notes, FieldInfo Lock, object? Old)[] _answering;

    private MutantQuestions((FieldInfo Notes, FieldInfo Lock, object? Old)[] answering) => _answering = answering;

    /// <summary>Refuses them. No test may run meanwhile but those that shall not go on.</summary>
    public static MutantQuestions Refuse()
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        MutantQuestions refused = new(
        [
            .. AppDomain.CurrentDomain.GetAssemblies()
                .Where(static assembly => assembly.GetName().Name is "Canaries" or "Model" or "DeviceClones" or "Checking")
                .SelectMany(static assembly => assembly.GetTypes()).Where(static type => type.Name == "MutantControl")
                .Select(static type => (Notes: type.GetField("CaptureCoverage", Static), Lock: type.GetField("_coverageLock", Static)))
                .Where(static fields => fields is { Notes: not null, Lock: not null })
                .Select(static fields => (fields.Notes!, fields.Lock!, fields.Lock!.GetValue(null))),
        ]);
        foreach ((FieldInfo notes, FieldInfo held, _) in refused._answering)
        {
            held.SetValue(null, null);
            notes.SetValue(null, true);
        }

        return refused;
    }

    /// <summary>They are answered again.</summary>
    public void Dispose()
    {
        foreach ((FieldInfo notes, FieldInfo held, object? old) in _answering)
        {
            notes.SetValue(null, false);
            held.SetValue(null, old);
        }
    }
}
