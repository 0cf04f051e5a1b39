// Scopes whose numbers of states, transitions and levels are known from elsewhere: counted over the
// original itself, every step a call of clone.c, and again by the model checker SPIN over a model
// written from clone.c. An exploration must give the same numbers to the digit.
using Clones;

namespace Harness.Scopes;

/// <summary>A scope with its known counts.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Scope">The scope.</param>
/// <param name="States">How many states it has.</param>
/// <param name="Transitions">How many transitions.</param>
/// <param name="Depth">The level of the last state.</param>
public sealed record KnownScope(string Name, Scope Scope, long States, long Transitions, int Depth);

/// <summary>The scopes with known counts.</summary>
public static class KnownScopes
{
    private const ManagerFlags Base = ManagerFlags.Enable | ManagerFlags.GcEnable;
    private const ManagerFlags Caller = Base | ManagerFlags.GcUnref | ManagerFlags.GcLastRef | ManagerFlags.GcExpired;

    /// <summary>All of them, small ones first.</summary>
    public static IReadOnlyList<KnownScope> All { get; } =
    [
        new("A0-base", new Scope(0, Base), 945, 8_250, 14),
        new("B1-base", new Scope(1, Base, TickMilliseconds: 1000, DeadlineMilliseconds: 1500), 6_369, 86_384, 16),
        new("A1-auto-lastref", new Scope(1, Base | ManagerFlags.GcUnref | ManagerFlags.GcLastRef, NoGc: true), 30_775, 390_745, 20),
        new("A1-caller", new Scope(1, Caller), 31_823, 431_744, 20),
        new("A1-base", new Scope(1, Base), 31_845, 431_920, 20),
        new("A1-nowait", new Scope(1, Caller, NoWait: true), 31_823, 622_682, 20),
        new("A1-threads", new Scope(1, Caller, Threads: true), 100_463, 1_586_944, 20),
        new("A2-revoke", new Scope(2, Base | ManagerFlags.GcRevoke), 1_432_747, 26_434_450, 21),
        new("A2-caller", new Scope(2, Caller), 1_442_723, 26_560_970, 26),
    ];
}
