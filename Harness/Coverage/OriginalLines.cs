// The lines of clone.c that hold a statement, and how often the original itself ran each of them when it was led through a recording:
// counted by gcov in a program that was compiled from the original without optimisation. The file holds numbers only. What is not in
// it: comments and declarations, the second lines of statements, macros (they count where they are used), and the sysctl of the
// precision, which is compiled for diagnosis only.
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Harness.Coverage;

/// <summary>A function of clone.c.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">The line of its name.</param>
/// <param name="Last">The line of its closing brace.</param>
public sealed record CloneFunction(string Name, int First, int Last);

/// <summary>What is known of the original's lines.</summary>
public static class OriginalLines
{
    private static readonly FrozenDictionary<string, FrozenDictionary<int, long>> ByRecording = Read();

    /// <summary>The lines that hold a statement, in order.</summary>
    public static IReadOnlyList<int> Statements { get; } = [.. ByRecording.Values.SelectMany(counts => counts.Keys).Distinct().Order()];

    /// <summary>The functions, in order.</summary>
    public static IReadOnlyList<CloneFunction> Functions { get; } =
    [
        new("snd_timestamp", 106, 130), new("snd_clone_create", 164, 189), new("snd_clone_busy", 192, 208), new("snd_clone_enable", 215, 225),
        new("snd_clone_disable", 228, 238), new("snd_clone_getsize", 244, 249), new("snd_clone_getmaxunit", 252, 257),
        new("snd_clone_setmaxunit", 260, 272), new("snd_clone_getdeadline", 275, 280), new("snd_clone_setdeadline", 283, 290),
        new("snd_clone_gettime", 293, 301), new("snd_clone_getflags", 304, 309), new("snd_clone_setflags", 312, 321),
        new("snd_clone_getdevtime", 324, 340), new("snd_clone_getdevflags", 343, 356), new("snd_clone_setdevflags", 359, 376),
        new("snd_clone_gc", 396, 445), new("snd_clone_destroy", 448, 464), new("snd_clone_acquire", 473, 493), new("snd_clone_release", 500, 521),
        new("snd_clone_ref", 538, 554), new("snd_clone_unref", 557, 583), new("snd_clone_register", 586, 604), new("snd_clone_alloc", 607, 795),
    ];

    /// <summary>How often the original ran each line in a recording.</summary>
    /// <param name="recording">The recording's file name.</param>
    /// <returns>The counts, by line; lines that it did not run have a zero.</returns>
    public static IReadOnlyDictionary<int, long> CountsIn(string recording) => ByRecording[recording];

    private static FrozenDictionary<string, FrozenDictionary<int, long>> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("original-lines.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, long>>>(stream)!.ToFrozenDictionary(
            recording => recording.Key,
            recording => recording.Value.ToFrozenDictionary(line => int.Parse(line.Key, CultureInfo.InvariantCulture), line => line.Value),
            StringComparer.Ordinal);
    }
}
