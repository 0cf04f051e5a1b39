// States that are renamings of each other, as one: the least of their forms stands for them all.
namespace Checking;

/// <summary>Finds what stands for a state, and for how many states it stands.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <param name="write">Writes a state's canonical form.</param>
/// <param name="images">Write the forms of what it becomes by each renaming, but the one that renames nothing.</param>
internal sealed class Orbit<TState>(Action<TState, CanonicalForm> write, IReadOnlyList<Action<TState, CanonicalForm>> images)
{
    private readonly CanonicalForm _own = new();
    private readonly CanonicalForm[] _renamed = [.. images.Select(static _ => new CanonicalForm())];

    /// <summary>The fingerprint of the least form, and how many different forms there are.</summary>
    /// <param name="state">A state.</param>
    /// <returns>The fingerprint, and the number of different forms.</returns>
    public (UInt128 Fingerprint, int Count) Of(TState state)
    {
        Write(state, write, _own);
        CanonicalForm least = _own;
        int fixing = 1; // renamings that leave the state as it is; that which renames nothing is one
        for (int image = 0; image < images.Count; image++)
        {
            CanonicalForm renamed = _renamed[image];
            Write(state, images[image], renamed);
            fixing += renamed.Written.SequenceEqual(_own.Written) ? 1 : 0;
            // Stryker disable once Equality : of equal forms either stands for all, and so would the greatest in place of the least
            least = renamed.Written.SequenceCompareTo(least.Written) < 0 ? renamed : least;
        }

        // Orbit and stabilizer: as many states as there are renamings for each that leaves a state alone.
        return (least.Fingerprint, (images.Count + 1) / fixing);
    }

    private static void Write(TState state, Action<TState, CanonicalForm> write, CanonicalForm to)
    {
        to.Clear();
        write(state, to);
    }
}
