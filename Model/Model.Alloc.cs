// snd_clone_alloc: which entry, if any, a caller is given. The longest function of the original, and
// the one that every other part has to agree with. Model.cs is the file to read first.
namespace Clones;

public static partial class Model
{
    /// <summary>snd_clone_alloc (607-795).</summary>
    private static (State State, Response Response) Alloc(State state, Manager manager, Operation.Alloc alloc)
    {
        int type = alloc.Type;
        bool anyUnit = alloc.Unit == Limits.Any;
        Response nothing = new Response.Allocated(null, alloc.Unit, null);
        if ((manager.TypeMask & type) != type)
        {
            return (state, new Response.Refused("tmask", $"invalid tmask: typemask=0x{manager.TypeMask:x8} tmask=0x{type:x8}")); // 616-618
        }

        if (!anyUnit && (alloc.Unit & (manager.TypeMask | type)) != 0)
        {
            return (state, new Response.Refused("unit",
                $"typemask collision: typemask=0x{manager.TypeMask:x8} tmask=0x{type:x8} *unit={alloc.Unit}")); // 620-622
        }

        if (!manager.Has(ManagerFlags.Enable) || (!anyUnit && alloc.Unit > manager.MaxUnit))
        {
            return (state, nothing); // 624-626
        }

        int after = -1; // 628-629: the place in the list behind which a new entry goes
        Entry? busy = null; // 630, bce: the oldest busy entry
        Entry? own = null; // 631, cce: the oldest entry of the same process
        Entry? idle = null; // 632, nce: the oldest entry that nobody has
        Entry? lastTry = null; // 633, tce: the oldest of what is left
        bool seenOfType = false; // 634, cunit, of which only matters whether it is 0
        int freeUnit = anyUnit ? 0 : alloc.Unit; // 635-636, allocunit
        (state, Timestamp now) = ReadClock(state); // 638

        for (int place = 0; place < manager.Entries.Count; place++) // 640
        {
            Entry entry = manager.Entries[place];
            int entryType = entry.Unit & manager.TypeMask;
            if (type > entryType)
            {
                after = seenOfType ? after : place; // 644-646
                continue; // 647
            }

            if (type < entryType)
            {
                break; // 648-649
            }

            int number = entry.Unit & ~type;
            if (!anyUnit && alloc.Unit == number)
            {
                return Share(state, manager, entry, alloc, now); // 655-656
            }

            seenOfType = true; // 658
            if (anyUnit && number == freeUnit)
            {
                freeUnit++; // 664-665
            }

            // Stryker disable once Equality : the two are never equal here: a free unit that is met has just been counted up, and a unit asked for that is met has been shared
            if (number < freeUnit)
            {
                after = place; // 666-667
            }

            if (entry.Has(DeviceFlags.Busy))
            {
                busy = entry.Device is not null && IsOldest(entry, busy) ? entry : busy; // 679-683
            }
            else if (entry.Process == alloc.Process && IsOldest(entry, own))
            {
                own = entry; // 685-687
            }
            else if (!entry.Has(DeviceFlags.Invoke) && IsOldest(entry, idle))
            {
                idle = entry; // 688-690
            }
            else if (IsOldest(entry, lastTry))
            {
                lastTry = entry; // 691-692
            }
        }

        if (anyUnit) // 694-695
        {
            if (own is not null)
            {
                return Share(state, manager, own, alloc, now); // 696-699
            }

            if (idle is not null) // 700
            {
                if (freeUnit >= (idle.Unit & ~type))
                {
                    return Share(state, manager, idle, alloc, now); // 705-708
                }
            }
            else if (freeUnit > manager.MaxUnit)
            {
                return (lastTry ?? busy) is { } any ? Share(state, manager, any, alloc, now) : (state, nothing); // 709-724
            }
        }

        if (alloc.MemoryFails && !manager.Has(ManagerFlags.WaitOk)) // 727-741
        {
            return anyUnit && (idle ?? lastTry ?? busy) is { } any ? Share(state, manager, any, alloc, now) : (state, nothing); // 742-758
        }

        Entry made = new(new EntryId(manager.NextEntry), type | freeUnit, DeviceFlags.Alloc, alloc.Process, now, Device: null); // 760-765
        manager = manager with
        {
            Entries = manager.Entries.Insert(after + 1, made), // 766-770
            Size = manager.Size + 1, // 771
            Time = now, // 772
            NextEntry = manager.NextEntry + 1,
        };
        return (state with { Manager = manager }, new Response.Allocated(made.Id, freeUnit, null)); // 777-779
    }

    /// <summary>680-681, 686, 689, 691: of equally old entries the one that was met first stays.</summary>
    private static bool IsOldest(Entry entry, Entry? oldestSoFar) => oldestSoFar is null || entry.Time.IsBefore(oldestSoFar.Time);

    /// <summary>781-794: the entry is the caller's to share. A busy one is left alone, but the manager's time moves.</summary>
    private static (State State, Response Response) Share(State state, Manager manager, Entry entry, Operation.Alloc alloc, Timestamp now)
    {
        state = state with { Manager = manager with { Time = now } }; // 791
        if (!entry.Has(DeviceFlags.Busy))
        {
            state = Put(state, entry with { Process = alloc.Process, Time = now, Flags = entry.Flags | DeviceFlags.Invoke }); // 786-790
        }

        return (state, new Response.Allocated(null, alloc.Unit, entry.Device?.Id)); // 792-794
    }
}
