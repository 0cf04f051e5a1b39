// Reads what Stryker writes: a report of schema mutation-testing-report (stryker-mutator.io), one a
// project. Of a mutant it keeps where it is, what it changes and what became of it.
using System.Text.Json;

namespace Verify.Mutants;

/// <summary>A report that cannot be read.</summary>
internal sealed class UnreadableReportException(string message) : Exception(message);

/// <summary>What became of a mutant.</summary>
internal enum MutantStatus
{
    /// <summary>A test fails.</summary>
    Killed,

    /// <summary>A test used so much time of processors that it loops (Mutation.Tests/EndlessGuard.cs).</summary>
    Loop,

    /// <summary>A test used nothing for so long that it waits for ever.</summary>
    Wait,

    /// <summary>The tests did not end in time, and neither loop nor wait: the mutant is slow, or looks now and then whether it may end.</summary>
    Timeout,

    /// <summary>All tests pass.</summary>
    Survived,

    /// <summary>No test runs it.</summary>
    NoCoverage,

    /// <summary>Not tried: disabled at its line, or part of a mutant that is tried.</summary>
    Ignored,

    /// <summary>It does not compile, and so says nothing.</summary>
    CompileError,

    /// <summary>The test host died, twice, the second time in a new one: the mutant calls itself without end. Nobody can overlook that.</summary>
    RuntimeError,

    /// <summary>The run ended before it was tried.</summary>
    Pending,

    /// <summary>
    /// It changes what is made when a static is initialized. A test host lives for several mutants and makes it once, so the verdict may be
    /// that of another mutant (two canaries show it): it is none.
    /// </summary>
    Static,
}

/// <summary>One mutant.</summary>
/// <param name="File">The file, relative to the project's folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Mutator">What kind of change it is.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why, where Stryker says so.</param>
/// <param name="Before">The lines as they are.</param>
/// <param name="After">The lines as the mutant has them.</param>
internal sealed record Mutant(
    string File, int Line, string Mutator, MutantStatus Status, string Reason, IReadOnlyList<string> Before, IReadOnlyList<string> After)
{
    /// <summary>Whether it tells something of the tests.</summary>
    public bool Counts => IsDetected || Status is MutantStatus.Survived or MutantStatus.NoCoverage;

    /// <summary>Whether the tests see it.</summary>
    public bool IsDetected => Status is MutantStatus.Killed or MutantStatus.Loop or MutantStatus.Wait or MutantStatus.Timeout or MutantStatus.RuntimeError;

    /// <summary>Whether a comment at the line disables it, and says why nothing can see it. The rest of what is ignored, Stryker's filters ignore.</summary>
    public bool IsDisabled => Status == MutantStatus.Ignored
        && !Reason.StartsWith("Removed by", StringComparison.Ordinal) && !Reason.StartsWith("Mutant not changed", StringComparison.Ordinal);

    /// <summary>Where it is and what it changes, as a diff.</summary>
    public string Diff => string.Join('\n',
    [
        $"{File}:{Line} {Mutator} ({Status})",
        .. Before.Select(line => $"- {line}"),
        .. After.Select(line => $"+ {line}"),
    ]);
}

/// <summary>A file and its mutants.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Source">Its text.</param>
/// <param name="Mutants">Its mutants, in order of lines.</param>
internal sealed record MutatedFile(string Path, string Source, IReadOnlyList<Mutant> Mutants)
{
    /// <summary>How many of the mutants that count are detected, in percent; 100 where none counts.</summary>
    public double Score => Mutants.Count(mutant => mutant.Counts) is var all and > 0 ? 100.0 * Mutants.Count(mutant => mutant.IsDetected) / all : 100;
}

/// <summary>The report of one project.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Html">The same for people.</param>
/// <param name="Files">The files that have mutants.</param>
internal sealed record MutationReport(string Project, string Html, IReadOnlyList<MutatedFile> Files)
{
    /// <summary>Every mutant.</summary>
    public IEnumerable<Mutant> Mutants => Files.SelectMany(file => file.Mutants);

    /// <summary>Where a project's report lies.</summary>
    public static string PathOf(string folder, string project) => Path.Combine(folder, project, "reports", "mutation-report.json");

    /// <summary>Where the tests of a project tell by which of its mutants one does not end: a file for each test host, with a line for each of its number, `loop` or `wait`, and the test.</summary>
    public static string EndlessOf(string folder, string project) => Path.Combine(folder, project, "endless");

    /// <summary>Reads a project's report.</summary>
    /// <param name="folder">The folder of the reports.</param>
    /// <param name="project">The project.</param>
    /// <param name="command">What makes it, where there is none: the canaries, which are no project that can be chosen, are made with another one.</param>
    /// <exception cref="UnreadableReportException">There is none, or it is no report; the message says what is wrong.</exception>
    public static MutationReport Read(string folder, string project, string command)
    {
        string path = PathOf(folder, project);
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
            string root = json.RootElement.GetProperty("projectRoot").GetString()!;
            Dictionary<string, (MutantStatus Status, string Test)> endless = ReadEndless(EndlessOf(folder, project));
            return new(project, Path.ChangeExtension(path, ".html"),
            [
                .. json.RootElement.GetProperty("files").EnumerateObject()
                    .Select(file => ReadFile(Path.GetRelativePath(root, file.Name), file.Value, endless))
                    .Where(file => file.Mutants.Count > 0)
                    .OrderBy(file => file.Path, StringComparer.Ordinal),
            ]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableReportException($"{path}: no report of {project}; `{command}` makes one");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // What this class says of a mutant has no line; what the serializer says, names its own types.
            string why = exception is JsonException { LineNumber: null } ? exception.Message : $"it is not what Stryker writes{JsonPlace.Of(exception)}";
            throw new UnreadableReportException($"{path}: no mutation report: {why}");
        }
    }

    private static MutatedFile ReadFile(string path, JsonElement file, Dictionary<string, (MutantStatus Status, string Test)> endless)
    {
        string source = file.GetProperty("source").GetString()!;
        string[] lines = source.ReplaceLineEndings("\n").Split('\n');
        return new(path, source, [.. file.GetProperty("mutants").EnumerateArray().Select(mutant => ReadMutant(path, lines, mutant, endless)).OrderBy(mutant => mutant.Line)]);
    }

    private static Mutant ReadMutant(string path, string[] lines, JsonElement mutant, Dictionary<string, (MutantStatus Status, string Test)> endless)
    {
        (int line, int column) = ReadPlace(mutant.GetProperty("location").GetProperty("start"));
        (int lastLine, int lastColumn) = ReadPlace(mutant.GetProperty("location").GetProperty("end"));
        string status = mutant.GetProperty("status").GetString()!;
        if (!Enum.TryParse(status, out MutantStatus parsed) || line < 1 || lastLine > lines.Length)
        {
            throw new JsonException($"mutant {mutant.GetProperty("id")} of {path} has the status '{status}' and lies at lines {line} to {lastLine} of {lines.Length}");
        }

        bool isStatic = mutant.TryGetProperty("static", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        if (isStatic && parsed is (MutantStatus.Killed or MutantStatus.Timeout or MutantStatus.Survived))
        {
            parsed = MutantStatus.Static;
        }

        string reason = mutant.TryGetProperty("statusReason", out JsonElement said) ? said.GetString() ?? string.Empty : string.Empty;
        if (parsed == MutantStatus.Killed && endless.TryGetValue(mutant.GetProperty("id").GetString()!, out (MutantStatus Status, string Test) told))
        {
            (parsed, reason) = told;
        }

        string replacement = mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings("\n");
        string after = $"{lines[line - 1][..(column - 1)]}{replacement}{lines[lastLine - 1][(lastColumn - 1)..]}";
        return new(path, line, mutant.GetProperty("mutatorName").GetString()!, parsed, reason, lines[(line - 1)..lastLine], after.Split('\n'));
    }

    private static Dictionary<string, (MutantStatus Status, string Test)> ReadEndless(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.txt")
            .SelectMany(File.ReadAllLines)
            .Select(static line => line.Split('\t', 3))
            .Where(static parts => parts is [_, "loop" or "wait", _]) // a host may have been ended while it wrote
            .DistinctBy(static parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(static parts => parts[0], static parts => (parts[1] is "loop" ? MutantStatus.Loop : MutantStatus.Wait, parts[2]), StringComparer.Ordinal);

    private static (int Line, int Column) ReadPlace(JsonElement place) => (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());
}
