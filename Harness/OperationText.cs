// Operations as words, for replay tokens: the names of the recordings' format, then the numbers, with
// commas between. `alloc,1,-1,0,0` is what stands in a token and what a person can type.
using System.Diagnostics;
using System.Globalization;
using Clones;
using static Clones.Operation;

namespace Harness;

/// <summary>Writes operations as words and reads them.</summary>
public static class OperationText
{
    /// <summary>Writes an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A word of letters, digits, commas and minus signs.</returns>
    public static string Format(Operation operation) => operation switch
    {
        SetClock o => $"clock,{o.Uptime.Seconds},{o.Uptime.Nanoseconds},{o.WallSeconds}",
        SetPrecision o => $"precision,{o.Value}",
        SysctlPrecision o => o.New is { } value ? $"sysctl,{value}" : "sysctl",
        Create o => $"create,{o.TypeMask},{o.MaxUnit},{o.DeadlineMilliseconds},{(uint)o.Flags}",
        Enable => "enable",
        Disable => "disable",
        Busy => "busy",
        GetSize => "getsize",
        GetMaxUnit => "getmaxunit",
        SetMaxUnit o => $"setmaxunit,{o.MaxUnit}",
        GetDeadline => "getdeadline",
        SetDeadline o => $"setdeadline,{o.DeadlineMilliseconds}",
        GetTime => "gettime",
        GetFlags => "getflags",
        SetFlags o => $"setflags,{(uint)o.Flags}",
        Alloc o => $"alloc,{o.Process.Value},{o.Unit},{o.Type},{(o.MemoryFails ? 1 : 0)}",
        Register { Existing: { } existing } o => $"registerexisting,{o.Entry.Value},{existing.Value}",
        Register o => $"register,{o.Entry.Value}{(o.Unit is { } unit ? $",{unit}" : string.Empty)}",
        Acquire o => $"acquire,{o.Device.Value}",
        Release o => $"release,{o.Device.Value}",
        Ref o => $"ref,{o.Device.Value}",
        Unref o => $"unref,{o.Device.Value}",
        GetDeviceTime o => $"getdevtime,{o.Device.Value}",
        GetDeviceFlags o => $"getdevflags,{o.Device.Value}",
        SetDeviceFlags o => $"setdevflags,{o.Device.Value},{(uint)o.Flags}",
        SetThreads o => $"threads,{o.Device.Value},{o.Count}",
        Gc => "gc",
        Destroy => "destroy",
        _ => throw new UnreachableException($"no case for {operation}"),
    };

    /// <summary>Reads an operation.</summary>
    /// <param name="word">What <see cref="Format"/> gave.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="FormatException">The word is no operation; the message says what was expected.</exception>
    public static Operation Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        string[] parts = word.Split(',');
        long[] numbers = new long[parts.Length - 1];
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = long.TryParse(parts[index + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw new FormatException($"'{parts[index + 1]}' in '{word}' is no whole number");
        }

        return (parts[0], numbers) switch
        {
            ("clock", [var seconds, var nanoseconds, var wall]) => new SetClock(new Timestamp(seconds, nanoseconds), wall),
            ("precision", [var value]) => new SetPrecision(Int(value)),
            ("sysctl", []) => new SysctlPrecision(null),
            ("sysctl", [var value]) => new SysctlPrecision(Int(value)),
            ("create", [var typeMask, var maxUnit, var deadline, var flags]) =>
                new Create(Int(typeMask), Int(maxUnit), Int(deadline), (ManagerFlags)UInt(flags)),
            ("enable", []) => new Enable(),
            ("disable", []) => new Disable(),
            ("busy", []) => new Busy(),
            ("getsize", []) => new GetSize(),
            ("getmaxunit", []) => new GetMaxUnit(),
            ("setmaxunit", [var maxUnit]) => new SetMaxUnit(Int(maxUnit)),
            ("getdeadline", []) => new GetDeadline(),
            ("setdeadline", [var deadline]) => new SetDeadline(Int(deadline)),
            ("gettime", []) => new GetTime(),
            ("getflags", []) => new GetFlags(),
            ("setflags", [var flags]) => new SetFlags((ManagerFlags)UInt(flags)),
            ("alloc", [var process, var unit, var type, var fails]) => new Alloc(new ProcessId(Int(process)), Int(unit), Int(type), fails != 0),
            ("register", [var entry]) => new Register(new EntryId(Int(entry))),
            ("register", [var entry, var unit]) => new Register(new EntryId(Int(entry)), Int(unit)),
            ("registerexisting", [var entry, var device]) => new Register(new EntryId(Int(entry)), null, Device(device)),
            ("acquire", [var device]) => new Acquire(Device(device)),
            ("release", [var device]) => new Release(Device(device)),
            ("ref", [var device]) => new Ref(Device(device)),
            ("unref", [var device]) => new Unref(Device(device)),
            ("getdevtime", [var device]) => new GetDeviceTime(Device(device)),
            ("getdevflags", [var device]) => new GetDeviceFlags(Device(device)),
            ("setdevflags", [var device, var flags]) => new SetDeviceFlags(Device(device), (DeviceFlags)UInt(flags)),
            ("threads", [var device, var count]) => new SetThreads(Device(device), Int(count)),
            ("gc", []) => new Gc(),
            ("destroy", []) => new Destroy(),
            _ => throw new FormatException($"'{word}' is no operation; expected a name and its numbers, as in alloc,1,-1,0,0 or acquire,0"),
        };

        int Int(long number) => number is >= int.MinValue and <= int.MaxValue ? (int)number : throw OutOfRange(number);
        uint UInt(long number) => number is >= 0 and <= uint.MaxValue ? (uint)number : throw OutOfRange(number);
        DeviceId Device(long number) => new(Int(number));
        FormatException OutOfRange(long number) => new($"{number} in '{word}' is no 32-bit number");
    }
}
