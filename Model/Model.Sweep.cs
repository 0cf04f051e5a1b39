// Expiry, the sweep that uses it, and the two operations that end things. Model.cs is the file to
// read first.
namespace Clones;

public static partial class Model
{
    /// <summary>SND_CLONE_ELAPSED (379-384), in milliseconds.</summary>
    private static long ElapsedMilliseconds(Timestamp now, Timestamp then) =>
        ((now.Seconds - then.Seconds) * 1000) +
        // Stryker disable once Conditional,Equality : where seconds are borrowed, the test of whole seconds has decided already, and either way of counting stays below the deadline
        (then.Nanoseconds > now.Nanoseconds
            ? ((
                // Stryker disable once Arithmetic : where seconds are borrowed, the test of whole seconds has decided already, and less than a whole second stays below the deadline
                Timestamp.NanosecondsPerSecond + now.Nanoseconds - then.Nanoseconds) / 1_000_000) - 1000
            : (now.Nanoseconds - then.Nanoseconds) / 1_000_000);

    /// <summary>SND_CLONE_EXPIRED (386-389). The test of whole seconds comes first, and lets things expire early.</summary>
    private static bool Expired(Manager manager, Timestamp now, Timestamp then) =>
        manager.DeadlineMilliseconds < 1 || // 387
        now.Seconds - then.Seconds > manager.DeadlineMilliseconds / 1000 || // 388
        ElapsedMilliseconds(now, then) > manager.DeadlineMilliseconds; // 389

    /// <summary>snd_clone_gc (396-445).</summary>
    private static (State State, Response.Swept Swept) Sweep(State state, Manager manager)
    {
        if (!manager.Has(ManagerFlags.GcEnable) || manager.Size == 0)
        {
            return (state, new Response.Swept(0, [])); // 404-405
        }

        (state, Timestamp now) = ReadClock(state); // 407
        if (manager.Has(ManagerFlags.GcExpired) && !Expired(manager, now, manager.Time))
        {
            return (state, new Response.Swept(0, [])); // 413-415
        }

        int pruned = 0; // 417
        List<Entry> kept = [];
        List<DeviceId> destroyed = [];
        for (int place = manager.Entries.Count - 1; place >= 0; place--) // 425: from tail to head
        {
            Entry entry = manager.Entries[place];
            if (!entry.Has(DeviceFlags.Busy) &&
                (!entry.Has(DeviceFlags.Invoke) || Expired(manager, now, entry.Time))) // 426-428
            {
                if (manager.Has(ManagerFlags.GcRevoke) || entry.Device!.Threads != 0) // 429-430
                {
                    kept.Add(entry with { Flags = entry.Flags & ~DeviceFlags.Invoke, Process = ProcessId.None }); // 431-432
                }
                else
                {
                    destroyed.Add(entry.Device.Id); // 434-436
                }

                pruned++; // 439
            }
            else
            {
                kept.Add(entry);
            }
        }

        kept.Reverse();
        manager = manager with { Entries = [.. kept], Size = manager.Size - destroyed.Count }; // 434, 437
        return (state with { Manager = manager }, new Response.Swept(pruned, [.. destroyed])); // 444
    }

    /// <summary>snd_clone_unref (557-583).</summary>
    private static (State State, Response Response) Unref(State state, Entry entry)
    {
        Manager manager = state.Manager!; // 568
        if (manager.ReferenceCount <= 0)
        {
            return (state, new Response.Refused("refcount", "refcount <= 0")); // 570
        }

        manager = manager with { ReferenceCount = manager.ReferenceCount - 1 }; // 572
        state = state with { Manager = manager };
        ValueList<DeviceId> destroyed = [];
        if (manager.Has(ManagerFlags.GcUnref) &&
            (!manager.Has(ManagerFlags.GcLastRef) || manager.ReferenceCount == 0)) // 577-579
        {
            (state, Response.Swept swept) = Sweep(state, manager); // 580
            destroyed = swept.Destroyed;
        }

        return (state, new Response.Unreferenced(manager.ReferenceCount, destroyed)); // 582
    }

    /// <summary>snd_clone_destroy (448-464). It does not ask whether anything is busy.</summary>
    private static (State State, Response Response) Destroy(State state, Manager manager)
    {
        List<DeviceId> destroyed = [];
        foreach (Entry entry in manager.Entries.Items) // 454-461: from head to tail
        {
            if (entry.Device is not null)
            {
                destroyed.Add(entry.Device.Id); // 457-458
            }
        }

        return (state with { Manager = null }, new Response.ManagerDestroyed([.. destroyed])); // 463
    }
}
