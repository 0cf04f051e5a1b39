namespace Checking;

/// <summary>What a check has to say. The third value never counts as passed.</summary>
public enum Verdict
{
    /// <summary>Everything that was looked at holds.</summary>
    Holds,

    /// <summary>There is a counterexample.</summary>
    Violated,

    /// <summary>Out of time or memory, or a claim spoke of a case that never occurred.</summary>
    Undecided,
}
