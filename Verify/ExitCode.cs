using Checking;

namespace Verify;

/// <summary>What the program ends with. Other programs rely on the numbers.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was looked at holds.</summary>
    public const int Holds = 0;

    /// <summary>There is a counterexample.</summary>
    public const int Violated = 1;

    /// <summary>The command line or the input cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>Undecided.</summary>
    public const int Undecided = 3;

    /// <summary>Interrupted from the keyboard.</summary>
    public const int Interrupted = 130;

    /// <summary>That of a run whose results could not be written: what is violated is told first.</summary>
    public static int Unwritten(Verdict verdict) => verdict == Verdict.Violated ? Violated : Usage;

    public static int Of(Verdict verdict, CancellationToken interrupted) =>
        verdict == Verdict.Violated ? Violated
        : interrupted.IsCancellationRequested ? Interrupted
        : verdict == Verdict.Holds ? Holds : Undecided;
}
