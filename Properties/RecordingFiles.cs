using Harness.Recordings;

namespace Properties;

/// <summary>The recordings of the original that are part of the project, read once.</summary>
internal static class RecordingFiles
{
    public static readonly string[] Paths =
    [
        Path.Combine(AppContext.BaseDirectory, "Recordings", "traces.jsonl.gz"),
        Path.Combine(AppContext.BaseDirectory, "Recordings", "drafts.jsonl.gz"),
    ];

    private static readonly Lazy<IReadOnlyList<IReadOnlyList<Trace>>> Read = new(() => [.. Paths.Select(path => (Trace[])[.. TraceReader.Read(path)])]);

    public static IReadOnlyList<IReadOnlyList<Trace>> All => Read.Value;
}
