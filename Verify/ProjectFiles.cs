namespace Verify;

/// <summary>Data that comes with the program.</summary>
internal static class ProjectFiles
{
    /// <summary>The recordings of the original.</summary>
    public static IReadOnlyList<string> Recordings { get; } =
    [
        Path.Combine(AppContext.BaseDirectory, "Recordings", "traces.jsonl.gz"),
        Path.Combine(AppContext.BaseDirectory, "Recordings", "drafts.jsonl.gz"),
    ];
}
