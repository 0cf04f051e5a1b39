// The mutants of the port's synchronisation: its sources, the operators that fit every program, and those that its
// own protocol (SlotWord.cs) asks for; mutants whose verdicts are known; and proofs for those that nothing can see.
using System.Reflection;
using System.Text.Json;
using Harness.PlantedFaults;
using Harness.Schedules;
using SynchronisationMutants;
using SynchronisationMutants.Operators;

namespace Harness.Mutants;

/// <summary>The port's mutants of synchronisation.</summary>
public static class PortMutants
{
    private const string Folder = "Port";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The port's files.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = [.. StandInPort.Sources.Select(file => new SourceFile(file, FaultCompiler.Text(Folder, file)))];

    /// <summary>The operators.</summary>
    public static IReadOnlyList<MutationOperator> Operators { get; } =
    [
        .. MutationOperator.General,
        Looks.WithoutCall("version-not-raised", "A word is changed and its version is not raised: a late exchange succeeds.", "Next"),
        Looks.WithoutCall("meaning-not-decided", "A mark is taken for what it was, though it was decided.", "Done"),
        Looks.WithoutCall("mark-kept", "A mark is not taken away when it was decided against.", "Undone"),
        Looks.WithoutBit("note-not-said", "A word is changed and does not say that there is a note.", "Noted"),
        Looks.WithoutBit("process-not-said", "A word is changed and does not say that it has no process any more.", "NoProcess"),
        Looks.WithoutBit("time-not-said", "A word is changed and does not say that its time is elsewhere.", "TimeMoved"),
    ];

    /// <summary>All mutants.</summary>
    public static IReadOnlyList<Mutation> All { get; } = MutationOperator.Mutate(Sources, Operators);

    /// <summary>Why nothing can see some of them.</summary>
    public static IReadOnlyList<EquivalenceProof> Proofs { get; } = Read();

    /// <summary>Mutants whose verdicts are known: of each kind of change one that must die, and some that must not.</summary>
    public static IReadOnlyList<MutantCanary> Canaries { get; } =
    [
        Canary("canary-nothing-changes", "NoteNode.cs", "Volatile.Read(ref _notes) == 0", "(Volatile.Read(ref _notes) == 0)", MutantStatus.Survived),
        Canary("canary-read-twice", "CloneManager.Holder.cs", "long decided = _slots.Root.IsQuiet ? ControlWord", "_ = _slots.Root; long decided = _slots.Root.IsQuiet ? ControlWord", MutantStatus.Survived),
        Canary("canary-never-reached", "SlotTable.cs", "return false;\n        }\n\n        SlotPage page", "return true;\n        }\n\n        SlotPage page", MutantStatus.NoCoverage), // where every unit there can be has an entry
        Canary("canary-does-not-compile", "CloneClock.cs", "int precision = Volatile.Read(ref _precision);", "int precision = nothing;", MutantStatus.CompileError),
        Canary("canary-wrong-alone", "NoteNode.cs", "Volatile.Read(ref _notes) == 0", "Volatile.Read(ref _notes) != 0", MutantStatus.Killed),
        Canary("canary-lost-update", "CloneManager.Devices.cs", "Interlocked.CompareExchange(ref _control, ControlWord.WithReferences(control, references), control) == control", "Interlocked.Exchange(ref _control, ControlWord.WithReferences(control, references)) is var _", MutantStatus.Killed),
        Canary("canary-data-race", "NoteNode.cs", "Volatile.Read(ref _notes) == 0", "_notes == 0", MutantStatus.Killed),
        Canary("canary-livelock", "CloneManager.cs", "while (!_slots.Root.IsQuiet);\n\n            return _index.BusyCount", "while (!_slots.Root.IsQuiet);\n\n            while (!_slots.Root.IsQuiet)\n            {\n            }\n\n            return _index.BusyCount", MutantStatus.Killed),
    ];

    /// <summary>The mutant of a name.</summary>
    /// <param name="id">The name.</param>
    /// <returns>The mutant.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; names hold as long as the port is as it is.</exception>
    public static Mutation Named(string id) =>
        All.Concat(Canaries.Select(canary => canary.Mutation)).FirstOrDefault(mutation => string.Equals(mutation.Id, id, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no mutant of the port's synchronisation is called '{id}'");

    private static MutantCanary Canary(string name, string file, string find, string replace, MutantStatus expected)
    {
        SourceFile source = Sources.Single(source => string.Equals(source.Name, file, StringComparison.Ordinal));
        int place = source.Text.IndexOf(find, StringComparison.Ordinal);
        return place >= 0
            ? new(new Mutation(name, source, new Edit(new(place, find.Length), replace)), expected)
            : throw new InvalidOperationException($"{name}: its text does not stand in {file}");
    }

    private static EquivalenceProof[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("equivalent-mutants.json")!;
        return JsonSerializer.Deserialize<EquivalenceProof[]>(stream, Options)!;
    }
}
