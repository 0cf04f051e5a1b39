// What a search of pairs or triples came to, or has come to so far, as one flat JSON object: what `verify schedules`
// prints and keeps to go on from, and what `verify merge` adds up.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Checking;
using Harness.PlantedFaults;

namespace Harness.Schedules;

/// <summary>What a search came to.</summary>
/// <param name="Verdict">The verdict; undecided where it did not come to its end.</param>
/// <param name="Scope">The name of the scope.</param>
/// <param name="Threads">Two for pairs, three for triples.</param>
/// <param name="More">How many accesses each thread may have beyond those it has undisturbed.</param>
/// <param name="Shard">Which part.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Sources">What the port was compiled from, and which programs are run of it, as a hash.</param>
/// <param name="Next">The first program that was not run.</param>
/// <param name="States">How many states the scope has.</param>
/// <param name="Pairs">How many pairs or triples were run.</param>
/// <param name="Executions">As in <see cref="PairReport"/>, and so are the next ones.</param>
/// <param name="Blocked">Given up.</param>
/// <param name="Cut">Cut.</param>
/// <param name="Histories">Histories.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Counterexample">What fails, or null.</param>
public sealed record SearchRecord(
    Verdict Verdict,
    string Scope,
    int Threads,
    int More,
    int Shard,
    int Of,
    string Sources,
    long Next,
    int States,
    long Pairs,
    long Executions,
    long Blocked,
    long Cut,
    long Histories,
    double Seconds,
    string? Counterexample)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectRequiredConstructorParameters = true,
    };

    private static readonly Lazy<string> SourcesNow = new(static () =>
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // A record of a search that ran other programs is not to be gone on with, nor added up.
        hash.AppendData("each path as it is, and caught up"u8);
        foreach (string file in StandInPort.Sources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FaultCompiler.Text("Port", file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    });

    /// <summary>The port that this program explores.</summary>
    public static string CurrentSources => SourcesNow.Value;

    /// <summary>As <see cref="PairReport"/> has it; a counterexample stays text.</summary>
    [JsonIgnore]
    public PairReport Report => new(States, Pairs, Executions, Blocked, Cut, Histories, Verdict, null);

    /// <summary>Reads a record.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The record.</returns>
    /// <exception cref="JsonException">It is none.</exception>
    public static SearchRecord Parse(string json) => JsonSerializer.Deserialize<SearchRecord>(json, Options) ?? throw new JsonException("null is no record of a search");

    /// <summary>Whether another record is of the same search, be it of another part.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOfSameSearch(SearchRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Scope, Threads, More, Of, Sources) == (other.Scope, other.Threads, other.More, other.Of, other.Sources);
    }

    /// <summary>All parts as one.</summary>
    /// <param name="parts">The parts of one search.</param>
    /// <returns>The whole: undecided, if a part is missing or was not decided.</returns>
    /// <exception cref="ArgumentException">They are of different searches, or one part comes twice.</exception>
    public static SearchRecord Merge(IReadOnlyList<SearchRecord> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.FirstOrDefault(part => !part.IsOfSameSearch(parts[0])) is { } stranger)
        {
            throw new ArgumentException($"{stranger.What} and {parts[0].What} are of different searches", nameof(parts));
        }

        if (parts.GroupBy(part => part.Shard).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"part {twice.Key} of {parts[0].Of} comes {twice.Count()} times", nameof(parts));
        }

        PairReport total = parts.Select(part => part.Report).Aggregate(static (one, other) => one.And(other));
        bool isWhole = parts.Count == parts[0].Of;
        return parts[0] with
        {
            Verdict = isWhole || total.Verdict == Verdict.Violated ? total.Verdict : Verdict.Undecided,
            Shard = 1,
            Of = isWhole ? 1 : parts[0].Of,
            Next = parts.Max(part => part.Next),
            Pairs = total.Pairs,
            Executions = total.Executions,
            Blocked = total.Blocked,
            Cut = total.Cut,
            Histories = total.Histories,
            Seconds = parts.Sum(part => part.Seconds),
            Counterexample = parts.Select(part => part.Counterexample).FirstOrDefault(text => text is not null),
        };
    }

    /// <summary>What was searched, in words.</summary>
    [JsonIgnore]
    public string What => $"{(Threads == 2 ? "pairs" : "triples")} of {Scope}, part {Shard} of {Of}, {More} more accesses, sources {Sources}";

    /// <summary>Writes it, so that a file is there as a whole or not at all.</summary>
    /// <param name="path">Where.</param>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = $"{path}.new";
        File.WriteAllText(beside, ToJson());
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>As JSON.</summary>
    /// <returns>The JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
