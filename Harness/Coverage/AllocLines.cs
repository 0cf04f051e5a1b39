using Clones;

namespace Harness.Coverage;

/// <summary>
/// The lines of snd_clone_alloc. Of a condition over two lines the second counts where it is asked (681, 686, 689), and a label (727)
/// where it is come to without a jump, as gcov counts them.
/// </summary>
internal static class AllocLines
{
    public static IEnumerable<int> Of(State before, Manager manager, Operation.Alloc alloc, Response.Refused? refused)
    {
        switch (refused?.Argument)
        {
            case "tmask":
                return [607, 614, 615, 616];
            case not null:
                return [607, 614, 615, 616, 619, 620];
            default:
                break;
        }

        List<int> lines = [607, 614, 615, 616, 619, 620, 624];
        if (manager.Has(ManagerFlags.Enable))
        {
            lines.Add(625);
        }

        if (!manager.Has(ManagerFlags.Enable) || (alloc.Unit != Limits.Any && alloc.Unit > manager.MaxUnit))
        {
            return [.. lines, 626];
        }

        lines.AddRange([.. CloneLines.Between(628, 636), 638, .. CloneLines.ReadClock(before)]);
        Search search = new(manager, alloc, lines);
        lines.AddRange(search.Run() is { } shared ? Share(shared) : []);
        return lines;
    }

    /// <summary>Behind snd_clone_alloc_out.</summary>
    private static IEnumerable<int> Share(Entry entry) =>
        entry.Has(DeviceFlags.Busy) ? [781, 786, 791, 792, 794] : [781, 786, 787, 788, 789, 791, 792, 794];

    /// <summary>The loop over the list, and the choice behind it.</summary>
    private sealed class Search(Manager manager, Operation.Alloc alloc, List<int> lines)
    {
        private readonly bool _anyUnit = alloc.Unit == Limits.Any;
        private int _freeUnit = alloc.Unit == Limits.Any ? 0 : alloc.Unit;
        private bool _hasAfter;
        private bool _seenOfType;
        private Entry? _busy;
        private Entry? _own;
        private Entry? _idle;
        private Entry? _lastTry;

        /// <summary>Gives the entry that is shared, or null.</summary>
        public Entry? Run()
        {
            bool isThrough = true;
            foreach (Entry entry in manager.Entries)
            {
                lines.AddRange([640, 644]);
                int type = entry.Unit & manager.TypeMask;
                if (alloc.Type > type)
                {
                    lines.Add(645);
                    lines.AddRange(_seenOfType ? [647] : [646, 647]);
                    _hasAfter = true;
                    continue;
                }

                lines.Add(648);
                if (alloc.Type < type)
                {
                    lines.Add(649);
                    isThrough = false;
                    break;
                }

                lines.Add(655);
                if (!_anyUnit && alloc.Unit == (entry.Unit & ~alloc.Type))
                {
                    lines.Add(656);
                    return entry;
                }

                Meet(entry);
            }

            lines.AddRange(isThrough ? [640] : []);
            return Choose();
        }

        private void Meet(Entry entry)
        {
            int number = entry.Unit & ~alloc.Type;
            _seenOfType = true;
            lines.AddRange([658, 664]);
            if (_anyUnit && number == _freeUnit)
            {
                lines.Add(665);
                _freeUnit++;
            }

            lines.Add(666);
            if (number < _freeUnit)
            {
                lines.Add(667);
                _hasAfter = true;
            }

            lines.Add(679);
            if (entry.Has(DeviceFlags.Busy))
            {
                bool isOlder = _busy is not null && entry.Time.IsBefore(_busy.Time);
                lines.Add(680);
                lines.AddRange(entry.Device is not null && _busy is not null ? [681] : []);
                if (entry.Device is not null && (_busy is null || isOlder))
                {
                    lines.Add(682);
                    _busy = entry;
                }

                lines.Add(683);
                return;
            }

            lines.Add(685);
            bool isOwn = entry.Process == alloc.Process;
            lines.AddRange(isOwn && _own is not null ? [686] : []);
            if (isOwn && (_own is null || entry.Time.IsBefore(_own.Time)))
            {
                lines.Add(687);
                _own = entry;
                return;
            }

            lines.Add(688);
            bool isIdle = !entry.Has(DeviceFlags.Invoke);
            lines.AddRange(isIdle && _idle is not null ? [689] : []);
            if (isIdle && (_idle is null || entry.Time.IsBefore(_idle.Time)))
            {
                lines.Add(690);
                _idle = entry;
                return;
            }

            lines.Add(691);
            if (_lastTry is null || entry.Time.IsBefore(_lastTry.Time))
            {
                lines.Add(692);
                _lastTry = entry;
            }
        }

        private Entry? Choose()
        {
            lines.Add(694);
            if (!_anyUnit)
            {
                lines.Add(695);
                return New();
            }

            lines.Add(696);
            if (_own is not null)
            {
                lines.AddRange([698, 699]);
                return _own;
            }

            lines.Add(700);
            if (_idle is not null)
            {
                lines.Add(705);
                if (_freeUnit < (_idle.Unit & ~alloc.Type))
                {
                    lines.Add(706);
                    return New();
                }

                lines.AddRange([707, 708]);
                return _idle;
            }

            lines.Add(709);
            if (_freeUnit > manager.MaxUnit)
            {
                return Full();
            }

            lines.Add(727);
            return New();
        }

        private Entry? Full()
        {
            lines.Add(717);
            if (_lastTry is not null)
            {
                lines.AddRange([718, 719]);
                return _lastTry;
            }

            lines.Add(720);
            lines.AddRange(_busy is null ? [724] : [721, 722]);
            return _busy;
        }

        private Entry? New()
        {
            lines.AddRange([739, 741]);
            if (!alloc.MemoryFails || manager.Has(ManagerFlags.WaitOk))
            {
                lines.AddRange([.. CloneLines.Between(761, 766), _hasAfter ? 767 : 769, 771, 772, 777, 779]);
                return null;
            }

            lines.Add(742);
            if (!_anyUnit)
            {
                lines.Add(743);
                return null;
            }

            lines.AddRange((_idle, _lastTry, _busy) switch
            {
                (not null, _, _) => [748, 749, 750],
                (_, not null, _) => [748, 751, 752, 753],
                (_, _, not null) => [748, 751, 754, 755, 756],
                _ => [748, 751, 754, 758],
            });
            return _idle ?? _lastTry ?? _busy;
        }
    }
}
