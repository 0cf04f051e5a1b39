using Harness.Discovery;
using Verify.Board;

namespace Verify.Checks;

/// <summary>What a check is told of the run that it is a part of, and where it says how far it has come.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Seed">The seed of what is random.</param>
/// <param name="Budget">How long the whole run may take.</param>
/// <param name="Corpus">What earlier runs have kept.</param>
/// <param name="Board">Shows progress.</param>
/// <param name="Time">The clock.</param>
/// <param name="Interrupted">Stops it.</param>
internal sealed record CheckRun(
    string Check, ulong Seed, TimeSpan Budget, CloneCorpus Corpus, CheckBoard Board, TimeProvider Time, CancellationToken Interrupted)
{
    private readonly long _start = Time.GetTimestamp();

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>Says how far it has come.</summary>
    /// <param name="part">From 0 to 1.</param>
    /// <param name="word">What it does.</param>
    public void Progress(double part, string word) => Board.Progress(Check, part, word);

    /// <summary>Whether it has had its part of the budget, or is to stop: for checks that can be cut anywhere.</summary>
    /// <param name="part">The part, from 0 to 1.</param>
    /// <returns>Whether it has.</returns>
    public bool HasHad(double part) => Interrupted.IsCancellationRequested || Elapsed >= Budget * part;
}
