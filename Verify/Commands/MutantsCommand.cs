// verify mutants: how strong the tests are. Reads the reports of mutation runs, or makes them first, and
// prints the score by file and each mutant that no test sees. The canaries come first: where one of them
// was judged wrongly, the rest is no result.
using System.CommandLine;
using Harness.Mutants;
using Spectre.Console;
using Verify.Evidence;
using Verify.Mutants;

namespace Verify.Commands;

/// <summary>Mutation testing.</summary>
internal static class MutantsCommand
{
    /// <summary>What is mutated.</summary>
    public static readonly string[] Projects = ["Model", "Implementation", "Checking", SynchronisationRun.Project];

    /// <summary>What is mutated where nobody says what: in less than half an hour. Mutants of synchronisation take an hour.</summary>
    private static readonly string[] ByDefault = [.. Projects.Where(MutationRuns.IsOfStryker)];

    /// <summary>The folder of the reports, from the folder of the solution.</summary>
    public static readonly string ReportFolder = Path.Combine("artifacts", "mutation");

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Argument<string[]> projects = new("PROJECT") { Description = "Model, Implementation or Checking, which Stryker mutates, all three if none is given; or Synchronisation: locks and atomic words of Implementation.", Arity = ArgumentArity.ZeroOrMore };
        projects.AcceptOnlyFromAmong(Projects);
        Option<bool> run = new("--run") { Description = "Mutate first, with Stryker: minutes a project. Without it the reports of the last run are read." };
        Option<string?> since = new("--since") { Description = "With --run: mutate only what has changed since a commit; not Synchronisation.", HelpName = "COMMIT" };
        Option<string[]> files = new("--mutate") { Description = "With --run: mutate only files of a glob, as in **/Model.Alloc.cs.", HelpName = "GLOB", DefaultValueFactory = _ => [] };
        Option<string> reports = new("--reports") { Description = "The folder of the reports.", HelpName = "DIR", DefaultValueFactory = _ => ReportFolder };
        Option<int> executions = CommonOptions.Number("--executions", "With --run: how many executions a scenario may have against a mutant of synchronisation.", 1_000, 1, 1_000_000);
        Option<bool> quick = new("--quick") { Description = "With --run: mutants of synchronisation under schedules with at most one preemption only." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("mutants", """
            Says how many mutants of each file the tests see, and shows each one that they do not. The canaries, whose verdicts are
            known, are judged first: where one is wrong, there is no result. Run it in the folder of the solution.
            Examples:
              verify mutants
              verify mutants --run
              verify mutants Model --run
              verify mutants Implementation --run --since HEAD~1
              verify mutants Synchronisation --run
            """)
        { projects, run, since, files, reports, executions, quick, json };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(run) && GivenOptions.FirstOf(parsed, files, executions, quick) is { } stray)
            {
                return terminal.Refuse($"{stray} goes only with {run.Name}");
            }

            string[] chosen = parsed.GetValue(projects) is [_, ..] some ? some : ByDefault;
            bool isOfSynchronisation = !Array.TrueForAll(chosen, MutationRuns.IsOfStryker);
            if (GivenOptions.FirstOf(parsed, isOfSynchronisation ? [since] : [executions, quick]) is { } useless)
            {
                return terminal.Refuse($"{useless} goes only {(isOfSynchronisation ? "without" : "with")} {SynchronisationRun.Project}");
            }

            string folder = Path.GetFullPath(parsed.GetRequiredValue(reports));
            string[] all = Array.Exists(chosen, MutationRuns.IsOfStryker) ? [CanaryCheck.Project, .. chosen] : chosen;
            if (parsed.GetValue(run) && Mutate(all, folder, parsed.GetValue(since), parsed.GetRequiredValue(files), (parsed.GetValue(executions), parsed.GetValue(quick)), terminal, interrupted) is { } problem)
            {
                return interrupted.IsCancellationRequested ? ExitCode.Interrupted : terminal.Refuse(problem);
            }

            return Judge(all, folder, RunOf(parsed), mayBeNone: parsed.GetValue(since) is not null, parsed.GetValue(json), terminal, interrupted);
        });
        return command;
    }

    private static string? Mutate(string[] projects, string folder, string? since, string[] files, (int Executions, bool IsQuick) trials, Terminal terminal, CancellationToken interrupted)
    {
        string? commit = since is null ? null : SourceState.CommitOf(since); // Stryker knows whole names only
        if (since is not null && commit is null)
        {
            return $"--since {since}: git knows no such commit";
        }

        string root = Directory.GetCurrentDirectory();
        if (!File.Exists(Path.Combine(root, "stryker-config.json")))
        {
            return $"{root}: no stryker-config.json; run this in the folder of the solution";
        }

        return terminal.Follow("mutants", progress =>
        {
            Lock one = new(); // two projects may say something at a time
            return new MutationRuns(Mutate).MutateAsync(projects, interrupted).GetAwaiter().GetResult();

            string? Mutate(string project, Action built, CancellationToken stopped) => MutationRuns.IsOfStryker(project)
                ? new StrykerRun(root, folder, commit, files, line => Say(project, 0, $"{project}: {line}")).Mutate(project, built, stopped)
                : new SynchronisationRun(root, folder, files, trials.Executions, trials.IsQuick, (part, line) => Say(project, part, line)).Mutate(stopped);

            void Say(string project, double part, string line)
            {
                lock (one)
                {
                    progress((Array.IndexOf(projects, project) + part) / projects.Length, line);
                }
            }
        });
    }

    /// <summary>The command that makes the reports which a line asks for: the same, with <c>--run</c>.</summary>
    private static string RunOf(ParseResult parsed) => $"verify {string.Join(' ', parsed.Tokens.Select(token => token.Value).Where(token => token is not "--run"))} --run";

    /// <summary>Judges reports. Where nothing has changed since a commit, there may be no mutant; else a run without one says nothing.</summary>
    private static int Judge(string[] projects, string folder, string command, bool mayBeNone, bool json, Terminal terminal, CancellationToken interrupted)
    {
        MutationReport[] all;
        try
        {
            all = [.. projects.Select(project => MutationReport.Read(folder, project, command))];
        }
        catch (UnreadableReportException exception)
        {
            return terminal.Refuse(exception.Message);
        }

        // The mutants of synchronisation have canaries of their own: where one was judged wrongly, there is no report.
        MutationReport? canaries = string.Equals(all[0].Project, CanaryCheck.Project, StringComparison.Ordinal) ? all[0] : null;
        MutationReport[] reports = canaries is null ? all : all[1..];
        MutationVerdict judged = MutationVerdict.Of(canaries, reports, mayBeNone);
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict = judged.Verdict,
                wrongCanaries = judged.WrongCanaries,
                projects = reports.Select(report => new
                {
                    report.Project,
                    report.Html,
                    files = report.Files.Select(file => new
                    {
                        file.Path,
                        file.Score,
                        killed = Count(file.Mutants, MutantStatus.Killed),
                        loop = Count(file.Mutants, MutantStatus.Loop),
                        wait = Count(file.Mutants, MutantStatus.Wait),
                        timeout = Count(file.Mutants, MutantStatus.Timeout),
                        crash = Count(file.Mutants, MutantStatus.RuntimeError),
                        survived = Count(file.Mutants, MutantStatus.Survived),
                        noCoverage = Count(file.Mutants, MutantStatus.NoCoverage),
                        equivalent = file.Mutants.Count(mutant => mutant.IsDisabled),
                    }),
                    survivors = report.Mutants.Where(mutant => mutant is { Counts: true, IsDetected: false }).Select(Details),
                    endless = report.Mutants.Where(mutant => mutant.Status is MutantStatus.Loop or MutantStatus.Wait).Select(Details),
                    timeouts = report.Mutants.Where(mutant => mutant.Status is MutantStatus.Timeout or MutantStatus.RuntimeError).Select(Details),
                    unknown = report.Mutants.Where(mutant => mutant.Status == MutantStatus.Pending).Select(Details),
                    notJudged = report.Mutants.Where(mutant => mutant.Status == MutantStatus.Static).Select(Details),
                }),
            });
        }
        else
        {
            Print(reports, judged, terminal);
        }

        return ExitCode.Of(judged.Verdict, interrupted);
    }

    private static object Details(Mutant mutant) => new { mutant.File, mutant.Line, mutant.Mutator, mutant.Status, mutant.Reason, mutant.Diff };

    private static int Count(IEnumerable<Mutant> mutants, MutantStatus status) => mutants.Count(mutant => mutant.Status == status);

    private static void Print(MutationReport[] reports, MutationVerdict judged, Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("file");
        foreach (string column in new[] { "score", "killed", "loop", "wait", "timeout", "crash", "survived", "no test", "equivalent" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (MutationReport report in reports)
        {
            foreach (MutatedFile file in report.Files)
            {
                table.AddRow(
                    Markup.Escape($"{report.Project}/{file.Path}"),
                    $"{file.Score:f1} %",
                    $"{Count(file.Mutants, MutantStatus.Killed)}",
                    $"{Count(file.Mutants, MutantStatus.Loop)}",
                    $"{Count(file.Mutants, MutantStatus.Wait)}",
                    $"{Count(file.Mutants, MutantStatus.Timeout)}",
                    $"{Count(file.Mutants, MutantStatus.RuntimeError)}",
                    $"{Count(file.Mutants, MutantStatus.Survived)}",
                    $"{Count(file.Mutants, MutantStatus.NoCoverage)}",
                    $"{file.Mutants.Count(mutant => mutant.IsDisabled)}");
            }
        }

        terminal.WriteTable(table);
        foreach (Mutant mutant in judged.Unseen.Concat(judged.Unknown))
        {
            terminal.WriteText($"{mutant.Diff}\n");
        }

        foreach (MutationReport report in reports)
        {
            terminal.WriteText($"{report.Project}: {report.Mutants.Count(mutant => mutant.IsDetected)} of {report.Mutants.Count(mutant => mutant.Counts)} mutants are seen{NotJudged(report)}; {report.Html}");
        }

        foreach (MutationReport report in reports.Where(report => !MutationRuns.IsOfStryker(report.Project)))
        {
            terminal.WriteText($"{report.Mutants.Count(mutant => mutant.Reason.Contains($"; {MutantTrials.WeakMemoryStage}: ", StringComparison.Ordinal))} of them only under weak memory.");
        }

        foreach (string canary in judged.WrongCanaries)
        {
            terminal.WriteText($"wrong canary: {canary}");
        }

        terminal.WriteText(judged.WrongCanaries.Count > 0 ? "No result: a mutant whose verdict is known was judged wrongly." : $"Every canary was judged as it must be. The tests see every mutant: {Terminal.Word(judged.Verdict)}.");
    }

    private static string NotJudged(MutationReport report) =>
        Count(report.Mutants, MutantStatus.Static) is > 0 and int count ? $", {count} of static initializers are not judged" : string.Empty;
}
