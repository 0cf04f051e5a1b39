// Rule 4 of the protocol by itself: a decision about a mark fails where the mark has been decided and has come again since. In a
// scenario that takes three threads and five preemptions, at five places; here it takes the step alone.
using System.Reflection;
using Checking.Schedules;
using DeviceClones;

namespace Harness.Schedules;

/// <summary>A program that marks a word, decides against the mark, and marks the word again.</summary>
public static class MarkThatComesAgain
{
    /// <summary>What it is called.</summary>
    public const string Name = "a mark that comes again";

    private const BindingFlags Internal = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The program.</summary>
    /// <param name="make">Makes ports without a manager yet; the port's own step is taken.</param>
    /// <returns>It is right where the second mark is another word than the first.</returns>
    public static ConcurrentProgram Of(Func<TimedSubject> make) => new(Name, () =>
    {
        ExploredManager manager = new(make);
        Assembly port = manager.Port;
        FieldInfo word = port.GetType("DeviceClones.Slot", throwOnError: true)!.GetField(nameof(Slot.Word))!;
        MethodInfo undone = port.GetType("DeviceClones.SlotWord", throwOnError: true)!.GetMethod(nameof(SlotWord.Undone), Internal)!;
        MethodInfo tryMark = manager.Type.GetMethod("TryMark", Internal)!;
        object share = Enum.ToObject(port.GetType("DeviceClones.Pending", throwOnError: true)!, (int)Pending.Share);
        object slot = Activator.CreateInstance(word.DeclaringType!)!;
        word.SetValue(slot, SlotWord.With(SlotWord.InUse | SlotWord.HasDevice, Category.Idle));
        long first = 0;
        long second = 0;
        return new ProgramInstance([() =>
        {
            first = Mark();
            word.SetValue(slot, undone.Invoke(null, [first]));
            second = Mark();
        }])
        {
            Observe = () => new ProgramOutcome(null, first == second ? $"both marks are {first:x}: a decision about the first one passes for one about the second" : null),
        };

        long Mark()
        {
            object?[] arguments = [slot, word.GetValue(slot), share, 0L];
            tryMark.Invoke(null, arguments);
            slot = arguments[0]!;
            return (long)word.GetValue(slot)!;
        }
    });
}
