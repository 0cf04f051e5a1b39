// Somebody who has the two packages and nothing else of this repository: puts one device of the port through the
// checks of the kit. The specification is a bit: the device is open or not.
using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using DeviceClones;

ControlledCopy copy = ControlledCopy.Of(component: typeof(CloneManager<>), checks: typeof(DeviceChecks));
CheckReport[] reports =
[
    DeviceChecks.Device.Sequences(new SearchBounds(Seed: 7, Sequences: 200, Length: 20)),
    DeviceChecks.Device.States(),
    copy.Run(static () => DeviceChecks.Device.Pairs()),
    copy.Run(static () => DeviceChecks.Device.Interleavings(DeviceChecks.TwoOpens)),
    DeviceChecks.Device.RealThreads(DeviceChecks.TwoOpens, runs: 100),
];
foreach (CheckReport report in reports)
{
    Console.WriteLine(report);
}

return reports.All(report => report.Verdict == Verdict.Holds) ? 0 : 1;

internal enum DeviceOperation
{
    Release,
    Acquire,
    CheckBusy,
}

internal static class DeviceChecks
{
    public static Scenario<DeviceOperation> TwoOpens { get; } = new(
        "two-opens", Start: [], Threads: [[DeviceOperation.Acquire, DeviceOperation.Release], [DeviceOperation.Acquire, DeviceOperation.CheckBusy]]);

    public static Component<bool, DeviceOperation, CloneStatus> Device { get; } = new()
    {
        Name = "device",
        Specification = new()
        {
            Name = "device",
            Initial = false,
            Step = static (isOpen, operation) => operation switch
            {
                DeviceOperation.Acquire => (true, isOpen ? CloneStatus.Busy : CloneStatus.Success),
                DeviceOperation.Release => (false, isOpen ? CloneStatus.Success : CloneStatus.NotBusy),
                _ => (isOpen, isOpen ? CloneStatus.Busy : CloneStatus.Success),
            },
        },
        MakeSubject = static () => new Subject(),
        Operations = Enum.GetValues<DeviceOperation>(),
        Write = static (isOpen, form) => form.Add(isOpen ? 1 : 0),
    };

    private sealed class Sound(int unit) : ICloneDevice
    {
        private CloneLink _link;

        public int Unit => unit;

        public ref CloneLink Link => ref _link;
    }

    private sealed class Subject : ISubject<bool, DeviceOperation, CloneStatus>
    {
        private readonly CloneManager<Sound> _manager = new(new() { MaxUnit = 1 });
        private readonly Sound _device;

        public Subject()
        {
            CloneEntry entry = _manager.Allocate(process: 1).Entry;
            _device = new Sound(entry.Unit);
            _manager.Register(entry, _device);
            _manager.Release(_device);
        }

        public CloneStatus Apply(DeviceOperation operation) => operation switch
        {
            DeviceOperation.Acquire => _manager.Acquire(_device),
            DeviceOperation.Release => _manager.Release(_device),
            _ => _manager.CheckBusy(),
        };

        public bool Observe() => _manager.GetDeviceFlags(_device).HasFlag(CloneDeviceFlags.Busy);
    }
}
