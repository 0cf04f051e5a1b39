// Takes an operation out of a sequence, for shrinking. Entries and devices are numbered in the order in
// which they are made: when one is made no more, its number and what was done with it go, too, and the
// later ones move up.
using Clones;
using static Clones.Operation;

namespace Harness;

/// <summary>Takes operations out of sequences.</summary>
public static class OperationTakeOut
{
    /// <summary>The operations that are left without one of them.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="responses">What the model answered.</param>
    /// <param name="place">Which one to take out.</param>
    /// <returns>The operations that are left.</returns>
    public static IReadOnlyList<Operation> Without(IReadOnlyList<Operation> operations, IReadOnlyList<Response> responses, int place) =>
        [.. LeftWithout(operations, responses, place).Select(left => left.Operation)];

    /// <summary>As <see cref="Without"/>, each with the place that it had.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="responses">What the model answered; to the first ones, where there are fewer.</param>
    /// <param name="place">Which one to take out.</param>
    /// <returns>The operations that are left.</returns>
    public static IReadOnlyList<(Operation Operation, int Place)> LeftWithout(
        IReadOnlyList<Operation> operations, IReadOnlyList<Response> responses, int place)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(responses);
        HashSet<int> lostEntries = [];
        HashSet<int> lostDevices = [];
        List<(Operation, int)> left = [];
        int devices = 0;
        for (int index = 0; index < operations.Count; index++)
        {
            Operation operation = operations[index];
            bool goes = index == place
                || (operation is Register register && lostEntries.Contains(register.Entry.Value))
                || (DeviceOf(operation) is { } device && lostDevices.Contains(device.Value));
            if (goes && index < responses.Count && responses[index] is Response.Allocated { Entry: { } entry })
            {
                lostEntries.Add(entry.Value);
            }

            if (operation is Create)
            {
                lostEntries.Clear();
            }

            if (operation is Register { Existing: null })
            {
                if (goes)
                {
                    lostDevices.Add(devices);
                }

                devices++;
            }

            if (!goes)
            {
                left.Add((Renumbered(operation, lostEntries, lostDevices), index));
            }
        }

        return left;
    }

    /// <summary>The device that an operation is about.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The device, or null where it is about none.</returns>
    public static DeviceId? DeviceOf(Operation operation) => operation switch
    {
        Acquire o => o.Device,
        Release o => o.Device,
        Ref o => o.Device,
        Unref o => o.Device,
        GetDeviceTime o => o.Device,
        GetDeviceFlags o => o.Device,
        SetDeviceFlags o => o.Device,
        SetThreads o => o.Device,
        Register o => o.Existing,
        _ => null,
    };

    private static Operation Renumbered(Operation operation, HashSet<int> lostEntries, HashSet<int> lostDevices)
    {
        return operation switch
        {
            Acquire o => o with { Device = Device(o.Device) },
            Release o => o with { Device = Device(o.Device) },
            Ref o => o with { Device = Device(o.Device) },
            Unref o => o with { Device = Device(o.Device) },
            GetDeviceTime o => o with { Device = Device(o.Device) },
            GetDeviceFlags o => o with { Device = Device(o.Device) },
            SetDeviceFlags o => o with { Device = Device(o.Device) },
            SetThreads o => o with { Device = Device(o.Device) },
            Register o => o with
            {
                Entry = new EntryId(o.Entry.Value - lostEntries.Count(lost => lost < o.Entry.Value)),
                Existing = o.Existing is { } existing ? Device(existing) : null,
            },
            _ => operation,
        };

        DeviceId Device(DeviceId device) => new(device.Value - lostDevices.Count(lost => lost < device.Value));
    }
}
