using Clones;

namespace Harness.Coverage;

/// <summary>The lines of what is called with a device: acquire, release, ref, unref, and the getters and the setter of one device.</summary>
internal static class DeviceLines
{
    public static IEnumerable<int> Of(CloneTransition transition, Response.Refused? refused)
    {
        State before = transition.Before;
        return (transition.Operation, refused) switch
        {
            (Operation.SetDeviceFlags, { Argument: "flags" }) => [359, 363, 364],
            (Operation.Unref, { Argument: "refcount" }) => [557, 562, 564, 565, 568, 569, 570],
            (Operation.Ref, { Argument: "refcount" }) => [538, 543, 545, 546, 549, 550, 551],
            (var operation, not null) => NullDevice(operation),
            (Operation.Acquire acquire, _) => On(before, acquire.Device, [473, 477, 479, 480], 481, entry =>
                entry.Has(DeviceFlags.Busy) ? [483, 485, 487, 488] : [483, 485, 487, 490, 492]),
            (Operation.Release release, _) => On(before, release.Device, [500, 504, 506, 507], 508, entry =>
                entry.Has(DeviceFlags.Busy) ? [510, 512, 514, 517, 518, 520] : [510, 512, 514, 515]),
            (Operation.Ref reference, _) => On(before, reference.Device, [538, 543, 545, 546], 547, _ => [549, 550, 551, 553]),
            (Operation.Unref unref, _) => On(before, unref.Device, [557, 562, 564, 565], 566, _ => Unref(before, before.Manager!)),
            (Operation.GetDeviceTime get, _) => On(before, get.Device, [324, 328, 329, 331, 332], 333, _ => [335, 337, 339]),
            (Operation.GetDeviceFlags get, _) => On(before, get.Device, [343, 347, 349, 350], 351, _ => [353, 355]),
            (Operation.SetDeviceFlags set, _) => On(before, set.Device, [359, 363, 364, 367, 368], 369, _ => [371, 373, 375]),
            _ => [],
        };
    }

    private static IEnumerable<int> NullDevice(Operation operation) => operation switch
    {
        Operation.Acquire => [473, 477],
        Operation.Release => [500, 504],
        Operation.Ref => [538, 543],
        Operation.Unref => [557, 562],
        Operation.GetDeviceTime => [324, 328],
        Operation.GetDeviceFlags => [343, 347],
        _ => [359, 363],
    };

    private static IEnumerable<int> On(State before, DeviceId device, int[] first, int noClone, Func<Entry, IEnumerable<int>> ofClone) =>
        before.Manager?.Entries.FirstOrDefault(entry => entry.Device?.Id == device) is { } entry ? first.Concat(ofClone(entry)) : first.Append(noClone);

    private static IEnumerable<int> Unref(State before, Manager manager)
    {
        bool asks = manager.Has(ManagerFlags.GcUnref);
        bool lastOnly = asks && manager.Has(ManagerFlags.GcLastRef);
        bool sweeps = asks && (!lastOnly || manager.ReferenceCount == 1);
        return
        [
            568, 569, 570, 572, 577,
            .. asks ? [578] : Array.Empty<int>(),
            .. lastOnly ? [579] : Array.Empty<int>(),
            .. sweeps ? SweepLines.Of(before, manager).Prepend(580) : [],
            582,
        ];
    }
}
