// verify without a command: every check, within a budget of time. What is left of the budget when the
// checks are done goes to their searches (Checks/CheckRunner.cs). The checks are listed in Checks/EveryCheck.cs.
using System.CommandLine;
using Checking;
using Checking.Discovery;
using Harness.Discovery;
using Spectre.Console;
using Verify.Board;
using Verify.Checks;
using Verify.Evidence;

namespace Verify.Commands;

/// <summary>Runs every check.</summary>
internal static class EverythingCommand
{
    public static void AddTo(RootCommand root, Terminal terminal, CancellationToken interrupted)
    {
        Option<TimeSpan> budget = CommonOptions.Time(
            "--budget", "How long to look: what is left when every check is done goes to random search, where something new still turns up.", TimeSpan.FromMinutes(2), TimeSpan.FromDays(7));
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string> corpus = CommonOptions.Corpus();
        Option<string[]> only = new("--only") { Description = "Only checks whose name has this word in it; may be given more than once.", HelpName = "WORD", DefaultValueFactory = _ => [] };
        Option<string> mutation = CommonOptions.Mutation();
        Option<bool> json = CommonOptions.Json();
        root.Add(budget);
        root.Add(seed);
        root.Add(corpus);
        root.Add(only);
        root.Add(mutation);
        root.Add(json);
        EvidenceOptions evidence = new(root, mutation);
        root.SetAction(parsed =>
        {
            IReadOnlyList<ICheck> checks = EveryCheck.New(parsed.GetRequiredValue(mutation));
            string[] words = parsed.GetRequiredValue(only);
            if (Array.Find(words, word => !checks.Any(check => Has(check, word))) is { } unknown)
            {
                return terminal.Refuse($"--only {unknown}: no check has that word in its name; there are {string.Join("; ", checks.Select(check => check.Name))}");
            }

            if (evidence.Problem(parsed) is { } problem)
            {
                return terminal.Refuse(problem);
            }

            try
            {
                using CloneCorpus kept = CloneCorpus.Open(new DirectoryInfo(parsed.GetRequiredValue(corpus)));
                return Run(
                    words.Length == 0 ? checks : [.. checks.Where(check => Array.Exists(words, word => Has(check, word)))],
                    words.Length == 0 ? parsed.GetValue(budget) : TimeSpan.MaxValue,
                    new(parsed.GetValue(seed) ?? (ulong)terminal.Time.GetUtcNow().UtcTicks, parsed.GetValue(budget), kept),
                    evidence.Read(parsed, terminal, interrupted),
                    parsed.GetValue(json),
                    terminal,
                    interrupted);
            }
            catch (UnreadableCorpusException exception)
            {
                return terminal.Refuse(exception.Message);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return terminal.Refuse($"--corpus: {exception.Message}");
            }
        });
    }

    private static bool Has(ICheck check, string word) => check.Name.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs the checks that have their place in a run of some length.</summary>
    private static int Run(
        IReadOnlyList<ICheck> all, TimeSpan place, Sources sources, Func<FinishedRun, string?> writeEvidence, bool json, Terminal terminal, CancellationToken interrupted)
    {
        long start = terminal.Time.GetTimestamp();
        ICheck[] checks = [.. all.Where(check => check.Least <= place)];
        if (!json)
        {
            terminal.WriteText($"seed {sources.Seed:x}, budget {sources.Budget.TotalSeconds:n0} s, {sources.Corpus.Entries.Entries.Count:n0} kept in {sources.Corpus.Entries.Path}");
            if (sources.Corpus.Entries.CutShort.Length > 0)
            {
                terminal.WriteText($"The last entry of {sources.Corpus.Entries.Path} was cut short, as when its process is killed: it is left out.");
            }
        }

        CheckRunner runner = new(checks, sources.Seed, sources.Budget, sources.Corpus, terminal.Time, interrupted);
        IReadOnlyList<CheckRow> rows = CheckBoard.Show(terminal, [.. checks.Select(check => check.Name)], runner.Run);
        Verdict verdict = VerdictOf(rows, checks.Length);
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        string[] leftOut = [.. all.Except(checks).Select(check => $"{check.Name} (--budget {Math.Ceiling(check.Least.TotalMinutes):0}m)")];
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                seed = $"{sources.Seed:x}",
                budget = sources.Budget.TotalSeconds,
                seconds,
                checks = rows,
                leftOut,
                whatIsLeft = runner.WhatIsLeft,
            });
        }
        else
        {
            Print(rows, terminal);
            foreach (string line in runner.WhatIsLeft)
            {
                terminal.WriteText(line);
            }

            if (leftOut.Length > 0)
            {
                terminal.WriteText($"Left out, because they take longer than this budget: {string.Join(", ", leftOut)}.");
            }

            terminal.WriteText($"{Terminal.Word(verdict)}, in {seconds:f0} s. What was random comes again with --seed {sources.Seed:x}, as far as the time goes.");
        }

        if (writeEvidence(new FinishedRun([.. rows], $"{sources.Seed:x}", sources.Budget, seconds, verdict)) is not { } problem)
        {
            return ExitCode.Of(verdict, interrupted);
        }

        terminal.Refuse(problem);
        return ExitCode.Unwritten(verdict);
    }

    /// <summary>What all rows come to. One that was not run claims nothing, and where no other is left nothing is decided.</summary>
    private static Verdict VerdictOf(IReadOnlyList<CheckRow> rows, int checks) =>
        rows.Any(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
        : rows.Count == checks && rows.All(row => row.Verdict is null or Verdict.Holds) && rows.Any(row => row.Verdict is not null) ? Verdict.Holds
        : Verdict.Undecided;

    private static void Print(IReadOnlyList<CheckRow> rows, Terminal terminal)
    {
        foreach (CheckRow row in rows.Where(row => row.Counterexample is not null))
        {
            terminal.WriteText($"\n{row.Counterexample}\n");
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("check").AddColumn("covered").AddColumn("bound")
            .AddColumn("seed").AddColumn(new TableColumn("seconds").RightAligned()).AddColumn("verdict");
        foreach (CheckRow row in rows)
        {
            table.AddRow(
                new Text(row.Check), new Text(row.Covered), new Text(row.Bound), new Text(row.Seed ?? "-"), new Text($"{row.Seconds:f1}"), new Text(Terminal.Word(row.Verdict)));
        }

        terminal.WriteTable(table);
    }

    /// <summary>What a run draws from.</summary>
    private sealed record Sources(ulong Seed, TimeSpan Budget, CloneCorpus Corpus);
}
