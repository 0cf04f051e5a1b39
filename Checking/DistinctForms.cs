// A form that loses something makes two states one, and the search drops the second without a word: its counts are
// exact, and wrong. Fingerprints alone cannot show that, so here the states themselves are kept and compared.
namespace Checking;

/// <summary>Holds that states with one form are equal. It keeps every state it was shown: for spaces that fit into memory.</summary>
/// <typeparam name="TState">The states; they have value equality.</typeparam>
/// <param name="write">Writes a state's form.</param>
internal sealed class DistinctForms<TState>(Action<TState, CanonicalForm> write)
    where TState : notnull
{
    private readonly CanonicalForm _form = new();
    private readonly Dictionary<UInt128, TState> _states = [];

    /// <summary>Looks at one more state.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="InvalidOperationException">Another state has its form.</exception>
    public void Add(TState state)
    {
        _form.Clear();
        write(state, _form);
        UInt128 fingerprint = _form.Fingerprint;
        _states.TryAdd(fingerprint, state);
        if (!EqualityComparer<TState>.Default.Equals(_states[fingerprint], state))
        {
            throw new InvalidOperationException(
                $"'{_states[fingerprint]}' and '{state}' are not equal and have one form, so only one of them would be looked at: Write must tell them apart. Where they are meant to be equal, TState needs value equality.");
        }
    }
}
