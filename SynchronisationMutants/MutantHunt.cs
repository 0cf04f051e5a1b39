// Runs each mutant against trials until one kills it. Trials stand in stages, the quick ones first; within a stage
// the trial that killed last comes first, because mutants that stand beside each other tend to die of the same.
// What survives the first stage is tried further only in the trials that come to its place; trials of different stages
// that have one name are about the same thing, so the first of them is asked.
// Canaries are mutants whose verdicts are known: they are judged in the same run, and where one is judged wrongly
// the run has no result.
namespace SynchronisationMutants;

/// <summary>What became of a mutant.</summary>
public enum MutantStatus
{
    /// <summary>A trial shows that it is wrong.</summary>
    Killed,

    /// <summary>No trial does.</summary>
    Survived,

    /// <summary>No trial does, and none comes to its place.</summary>
    NoCoverage,

    /// <summary>No trial does, and there is a proof that none can.</summary>
    Ignored,

    /// <summary>It does not compile, and so says nothing.</summary>
    CompileError,
}

/// <summary>What shows that a mutant is wrong.</summary>
/// <param name="Failure">What is wrong, in a line.</param>
/// <param name="Preemptions">How many preemptions it took, or null where that is not known.</param>
/// <param name="Replay">What replays it.</param>
/// <param name="Trace">The execution.</param>
public sealed record MutantFinding(string Failure, int? Preemptions, string Replay, string Trace);

/// <summary>What a trial came to.</summary>
/// <param name="Executions">How many executions it took.</param>
/// <param name="Finding">What is wrong, or null.</param>
public sealed record TrialResult(long Executions, MutantFinding? Finding);

/// <summary>Something to run a mutant in.</summary>
/// <typeparam name="TProgram">A compiled mutant.</typeparam>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Runs it. The program as it is must pass.</param>
public sealed record Trial<TProgram>(string Name, Func<TProgram, TrialResult> Run);

/// <summary>Trials of one kind.</summary>
/// <typeparam name="TProgram">A compiled mutant.</typeparam>
/// <param name="Name">What it is called.</param>
/// <param name="Trials">The trials.</param>
public sealed record TrialStage<TProgram>(string Name, IReadOnlyList<Trial<TProgram>> Trials);

/// <summary>What became of one mutant.</summary>
/// <param name="Mutation">The mutant.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Stage">The stage that killed it, or null.</param>
/// <param name="Trial">The trial that killed it, or null.</param>
/// <param name="Trials">How many trials it was run in.</param>
/// <param name="Executions">How many executions that took.</param>
/// <param name="Finding">What is wrong, or null.</param>
/// <param name="Reason">Why it was not judged, or cannot be seen; or null.</param>
public sealed record MutantVerdict(
    Mutation Mutation, MutantStatus Status, string? Stage, string? Trial, int Trials, long Executions, MutantFinding? Finding, string? Reason)
{
    /// <summary>Whether no trial sees it, and no proof excuses it.</summary>
    public bool IsUnseen => Status is MutantStatus.Survived or MutantStatus.NoCoverage;

    /// <summary>The verdict in a line.</summary>
    public string Text => Finding is { } finding
        ? $"{finding.Failure}; {Stage}: {Trial}, after {Executions} executions of {Trials} trials{(finding.Preemptions is { } preemptions ? $", {preemptions} preemptions" : string.Empty)}"
        : Reason ?? $"{Executions} executions of {Trials} trials showed nothing";
}

/// <summary>A mutant whose verdict is known.</summary>
/// <param name="Mutation">The mutant.</param>
/// <param name="Expected">What must become of it.</param>
public sealed record MutantCanary(Mutation Mutation, MutantStatus Expected);

/// <summary>What a run came to.</summary>
/// <param name="Verdicts">What became of each mutant.</param>
/// <param name="Canaries">What became of each canary.</param>
/// <param name="Wrong">What makes it no result: canaries that were judged wrongly, proofs that a trial refutes or that are of no mutant.</param>
/// <param name="IsWhole">Whether every mutant was judged.</param>
public sealed record MutantReport(IReadOnlyList<MutantVerdict> Verdicts, IReadOnlyList<MutantVerdict> Canaries, IReadOnlyList<string> Wrong, bool IsWhole)
{
    /// <summary>Those that no trial sees, and that no proof excuses.</summary>
    public IEnumerable<MutantVerdict> Survivors => Verdicts.Where(verdict => verdict.IsUnseen);
}

/// <summary>Runs mutants.</summary>
/// <typeparam name="TProgram">A compiled mutant.</typeparam>
/// <param name="compile">Compiles a mutant; gives an error instead where it does not compile.</param>
/// <param name="stages">What mutants are run in, the quick ones first.</param>
public sealed class MutantHunt<TProgram>(Func<Mutation, (TProgram? Program, string? Error)> compile, IReadOnlyList<TrialStage<TProgram>> stages)
    where TProgram : class
{
    private readonly (TrialStage<TProgram> Stage, List<Trial<TProgram>> Order)[] _stages = [.. stages.Select(stage => (stage, stage.Trials.ToList()))];

    /// <summary>Judges mutants, the canaries first.</summary>
    /// <param name="mutations">The mutants.</param>
    /// <param name="canaries">Mutants whose verdicts are known.</param>
    /// <param name="proofs">Why some cannot be seen.</param>
    /// <param name="progress">Called with each verdict.</param>
    /// <param name="cancellation">Stops between two mutants.</param>
    /// <returns>What it came to.</returns>
    public MutantReport Run(
        IReadOnlyList<Mutation> mutations,
        IReadOnlyList<MutantCanary> canaries,
        IReadOnlyList<EquivalenceProof> proofs,
        Action<MutantVerdict>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mutations);
        List<string> wrong = [];
        List<MutantVerdict> judged = [];
        List<MutantVerdict> ofCanaries = [];
        foreach (MutantCanary canary in canaries)
        {
            MutantVerdict verdict = Judge(canary.Mutation);
            ofCanaries.Add(verdict);
            if (verdict.Status != canary.Expected)
            {
                wrong.Add($"canary {canary.Mutation.Id} is {verdict.Status}, and must be {canary.Expected}: {verdict.Text}");
            }
        }

        foreach (Mutation mutation in wrong.Count > 0 ? [] : mutations)
        {
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            MutantVerdict verdict = Judge(mutation);
            if (proofs.FirstOrDefault(proof => proof.IsAbout(mutation)) is { } proof)
            {
                if (verdict.Finding is not null)
                {
                    wrong.Add($"{mutation.Id} is proven equivalent, and {verdict.Trial} shows that it is not: {verdict.Finding.Failure}");
                }

                verdict = verdict.Status == MutantStatus.Survived ? verdict with { Status = MutantStatus.Ignored, Reason = proof.Because } : verdict;
            }

            judged.Add(verdict);
            progress?.Invoke(verdict);
        }

        return new(judged, ofCanaries, wrong, judged.Count == mutations.Count);
    }

    /// <summary>Judges a mutant.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>What became of it.</returns>
    public MutantVerdict Judge(Mutation mutation)
    {
        (TProgram? program, string? error) = compile(mutation);
        if (program is null)
        {
            return new(mutation, MutantStatus.CompileError, null, null, 0, 0, null, error);
        }

        int trials = 0;
        long executions = 0;
        Dictionary<string, bool> reaches = new(StringComparer.Ordinal);
        Lazy<TProgram?> probe = new(() => ReachProbe.Of(mutation) is { } place ? compile(place).Program : null);
        foreach ((TrialStage<TProgram> stage, List<Trial<TProgram>> order) in _stages)
        {
            for (int place = 0; place < order.Count; place++)
            {
                Trial<TProgram> trial = order[place];
                if (stage != _stages[0].Stage && !Reaches(trial.Name))
                {
                    continue;
                }

                TrialResult result = trial.Run(program);
                trials++;
                executions += result.Executions;
                if (result.Finding is not null)
                {
                    order.RemoveAt(place);
                    order.Insert(0, trial);
                    return new(mutation, MutantStatus.Killed, stage.Name, trial.Name, trials, executions, result.Finding, null);
                }
            }

        }

        MutantStatus status = _stages.Any(stage => stage.Order.Exists(trial => Reaches(trial.Name))) ? MutantStatus.Survived : MutantStatus.NoCoverage;
        return new(mutation, status, null, null, trials, executions, null, null);

        // True where it cannot be asked.
        bool Reaches(string name)
        {
            if (!reaches.TryGetValue(name, out bool does))
            {
                Trial<TProgram> first = _stages.SelectMany(stage => stage.Order).First(trial => string.Equals(trial.Name, name, StringComparison.Ordinal));
                reaches.Add(name, does = probe.Value is not { } program || first.Run(program).Finding is not null);
            }

            return does;
        }
    }
}
