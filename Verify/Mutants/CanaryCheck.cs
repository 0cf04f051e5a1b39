// Compares what became of the planted mutants with what must become of them. Each line of Canaries/Canary.cs
// that has mutants says so behind `// canary:`. Stryker's runner for this test platform is in preview, and
// wrong scores in both directions were reported of it: without this its score would be a claim.
using System.Text.RegularExpressions;

namespace Verify.Mutants;

/// <summary>The canaries of a mutation run.</summary>
internal static partial class CanaryCheck
{
    /// <summary>The project that holds them.</summary>
    public const string Project = "Canaries";

    private static readonly Dictionary<string, MutantStatus> Words = new(StringComparer.Ordinal)
    {
        ["killed"] = MutantStatus.Killed,
        ["survived"] = MutantStatus.Survived,
        ["uncovered"] = MutantStatus.NoCoverage,
        ["loop"] = MutantStatus.Loop,
        ["wait"] = MutantStatus.Wait,
        ["timeout"] = MutantStatus.Timeout,
        ["crash"] = MutantStatus.RuntimeError,
        ["ignored"] = MutantStatus.Ignored,
        ["static"] = MutantStatus.Static,
    };

    /// <summary>What is wrong with the canaries; nothing where each was judged as it must be.</summary>
    public static IReadOnlyList<string> Wrong(MutationReport report)
    {
        List<string> wrong = [];
        HashSet<MutantStatus> seen = [];
        foreach (MutatedFile file in report.Files)
        {
            string[] lines = file.Source.ReplaceLineEndings("\n").Split('\n');
            for (int line = 1; line <= lines.Length; line++)
            {
                // What Stryker takes for a part of another mutant was not tried.
                Mutant[] mutants = [.. file.Mutants.Where(mutant => mutant.Line == line && (mutant.Status != MutantStatus.Ignored || mutant.IsDisabled))];
                MutantStatus? expected = Words.TryGetValue(Said().Match(lines[line - 1]).Groups["word"].Value, out MutantStatus status) ? status : null;
                if (expected is not null && mutants.Length == 0)
                {
                    wrong.Add($"{file.Path}:{line} has no mutant, and should have one that is {expected}");
                }

                wrong.AddRange(mutants.Where(mutant => mutant.Status != expected)
                    .Select(mutant => $"{file.Path}:{line} {mutant.Mutator}: {mutant.Status}, and should be {expected?.ToString() ?? "in no line without a word"}"));
                seen.UnionWith(mutants.Where(mutant => mutant.Status == expected).Select(mutant => mutant.Status));
            }
        }

        wrong.AddRange(Words.Values.Except(seen).Select(status => $"no canary is {status} that should be"));
        return wrong;
    }

    [GeneratedRegex(@"// canary: (?<word>\w+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();
}
