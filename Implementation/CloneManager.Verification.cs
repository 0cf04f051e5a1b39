// The manager held to what it is at rest, when no operation is underway. Only checks call it.
namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    /// <summary>
    /// What is wrong at rest: what the indexes say, against a rescan; and what an operation has left behind. Without the lock, since there
    /// is no other thread about.
    /// </summary>
    /// <returns>A sentence an error.</returns>
    internal IReadOnlyList<string> FindErrors()
    {
        Drain();
        List<string> errors = _index.FindErrors();
        if (ControlWord.StageOf(ReadControl()) is not Stage.Open and var stage)
        {
            errors.Add($"control is {stage} at rest");
        }

        if (_candidates.Count > 0)
        {
            errors.Add($"a sweep has left {_candidates.Count} candidates");
        }

        for (int number = 0; number < _slots.SlotCount; number++)
        {
            long word = ReadWord(number);
            if (SlotWord.PendingOf(word) is not Pending.None and var pending)
            {
                errors.Add($"slot {number} is marked at rest: {pending}");
            }

            if (SlotWord.Has(word, SlotWord.Noted))
            {
                errors.Add($"slot {number} says that there is a note, and none was drained");
            }

            if ((_slots.PageOf(number).Found & (1UL << (number % NoteNode.Width))) != 0)
            {
                errors.Add($"a sweep has left slot {number} as found");
            }
        }

        return errors;
    }
}
