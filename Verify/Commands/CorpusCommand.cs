// verify corpus: what earlier runs have kept. list shows it, prune drops what reaches nothing that the rest does not.
using System.CommandLine;
using Checking.Discovery;
using Harness.Discovery;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Lists and prunes the corpus.</summary>
internal static class CorpusCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted) =>
        new("corpus", """
            What earlier runs have kept: sequences that reached a new kind of step, schedules that reached a new history, and what
            failed once. `verify` runs it first. Each is a replay token.
            Examples:
              verify corpus list
              verify corpus prune --corpus artifacts/corpus
            """)
        {
            Part("list", """
                Lists what is kept, also while `verify` runs.
                Examples:
                  verify corpus list
                  verify corpus list --json
                """, terminal, (folder, json) => List(folder, json, terminal)),
            Part("prune", """
                Runs everything that is kept, and drops what reaches nothing that the rest does not reach, the longest first. What failed
                once stays.
                Examples:
                  verify corpus prune
                  verify corpus prune --corpus DIR --json
                """, terminal, (folder, json) => Prune(folder, json, terminal, interrupted)),
        };

    private static Command Part(string name, string description, Terminal terminal, Func<DirectoryInfo, bool, int> run)
    {
        Option<string> folder = CommonOptions.Corpus();
        Option<bool> json = CommonOptions.Json();
        Command command = new(name, description) { folder, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                return terminal.Refuse($"--corpus {path}: no such folder; `verify` makes one");
            }

            try
            {
                return run(new DirectoryInfo(path), parsed.GetValue(json));
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
        return command;
    }

    private static int List(DirectoryInfo folder, bool json, Terminal terminal)
    {
        (string path, IReadOnlyList<CorpusEntry> entries) = Corpus.Read(folder);
        (IReadOnlyList<KeptSequence> sequences, IReadOnlyList<KeptSchedule> schedules) = CloneCorpus.Parse(path, entries);
        if (json)
        {
            terminal.WriteJson(new { path, entries });
            return ExitCode.Holds;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("why").AddColumn("where it came from").AddColumn("replay token");
        foreach (CorpusEntry entry in entries)
        {
            table.AddRow(new Text(Word(entry.Reason)), new Text(entry.Origin), new Text(entry.Token));
        }

        terminal.WriteTable(table);
        terminal.WriteText($"{sequences.Count:n0} sequences and {schedules.Count:n0} schedules, {entries.Count(entry => entry.Reason == CorpusReason.Failed):n0} of them failed once; {path}");
        return ExitCode.Holds;
    }

    private static int Prune(DirectoryInfo folder, bool json, Terminal terminal, CancellationToken interrupted)
    {
        using CloneCorpus corpus = CloneCorpus.Open(folder);
        CorpusPruning pruning = terminal.Follow("running what is kept", progress => CorpusPruning.Of(corpus, (part, word) => progress(part, word), interrupted));
        if (interrupted.IsCancellationRequested)
        {
            terminal.WriteText("Interrupted: nothing was dropped.");
            return ExitCode.Interrupted;
        }

        HashSet<CorpusEntry> goes = [.. pruning.Redundant, .. pruning.Stale];
        int gone = corpus.Entries.Keep(entry => !goes.Contains(entry));
        if (json)
        {
            terminal.WriteJson(new { path = corpus.Entries.Path, dropped = gone, stale = pruning.Stale.Count, left = corpus.Entries.Entries.Count, reaches = pruning.Reaches });
        }
        else
        {
            terminal.WriteText($"{gone:n0} dropped, of which {pruning.Stale.Count:n0} do not fit the port any more; {corpus.Entries.Entries.Count:n0} left, which reach the same {pruning.Reaches:n0} kinds of steps and histories");
        }

        return ExitCode.Holds;
    }

    private static string Word(CorpusReason reason) => reason == CorpusReason.Failed ? "failed" : "reached";
}
