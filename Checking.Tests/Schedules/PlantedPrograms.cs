// Small programs, each with one thing wrong, and beside it the right one.
using Checking.Schedules;
using Checking.Schedules.StandIns;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

internal static class PlantedPrograms
{
    /// <summary>Two threads count to two, with a read and a write each, or in one step.</summary>
    public static ConcurrentProgram Counter(bool inOneStep) => new($"counter {(inOneStep ? "in one step" : "that loses one")}", () =>
    {
        int[] count = [0];
        void Count()
        {
            if (inOneStep)
            {
                Interlocked.Increment(ref count[0]);
            }
            else
            {
                Volatile.Write(ref count[0], Volatile.Read(ref count[0]) + 1);
            }
        }

        return new ProgramInstance([Count, Count])
        {
            Observe = () => new ProgramOutcome($"{count[0]}", count[0] == 2 ? null : $"counted to {count[0]}, expected 2"),
        };
    });

    /// <summary>Two threads take two locks, in one order or in two.</summary>
    public static ConcurrentProgram TwoLocks(bool inOneOrder) => new("two locks", () =>
    {
        object first = new();
        object second = new();
        static void Take(object outer, object inner)
        {
            Monitor.Enter(outer);
            Monitor.Enter(inner);
            Monitor.Exit(inner);
            Monitor.Exit(outer);
        }

        return new ProgramInstance([() => Take(first, second), () => Take(inOneOrder ? first : second, inOneOrder ? second : first)]);
    });

    /// <summary>A thread waits in a loop for another one's flag, which comes or does not come.</summary>
    public static ConcurrentProgram Waiting(bool comes) => new("waiting for a flag", () =>
    {
        int[] flag = [0];
        return new ProgramInstance(
        [
            () =>
            {
                while (Volatile.Read(ref flag[0]) == 0)
                {
                    // until the other one has been here
                }
            },
            () =>
            {
                if (comes)
                {
                    Volatile.Write(ref flag[0], 1);
                }
            },
        ]);
    });

    /// <summary>A plain counter, under a lock or not.</summary>
    public static ConcurrentProgram PlainCounter(bool locked) => new($"plain counter {(locked ? "under a lock" : "without a lock")}", () =>
    {
        int[] count = [0];
        object gate = new();
        void Count()
        {
            if (locked)
            {
                Monitor.Enter(gate);
            }

            Plain.Write(ref count[0], Plain.Read(ref count[0]) + 1);
            if (locked)
            {
                Monitor.Exit(gate);
            }
        }

        return new ProgramInstance([Count, Count]) { Observe = () => new ProgramOutcome($"{count[0]}") };
    });

    /// <summary>A value is written plainly, and published by a flag that is volatile or plain.</summary>
    public static ConcurrentProgram Publication(bool isVolatile) => new($"publication by a {(isVolatile ? "volatile" : "plain")} flag", () =>
    {
        int[] value = [0];
        int[] flag = [0];
        int seen = -1;
        return new ProgramInstance(
        [
            () =>
            {
                Plain.Write(ref value[0], 42);
                if (isVolatile)
                {
                    Volatile.Write(ref flag[0], 1);
                }
                else
                {
                    Plain.Write(ref flag[0], 1);
                }
            },
            () =>
            {
                if ((isVolatile ? Volatile.Read(ref flag[0]) : Plain.Read(ref flag[0])) == 1)
                {
                    seen = Plain.Read(ref value[0]);
                }
            },
        ])
        {
            Observe = () => new ProgramOutcome($"{seen}"),
        };
    });

    /// <summary>A program that looks at what an earlier execution has left behind.</summary>
    public static ConcurrentProgram Forgetful()
    {
        int executions = 0;
        return new("a program with a memory", () =>
        {
            int[] x = [0];
            bool isFirst = executions++ == 0;
            void Forget()
            {
                if (isFirst)
                {
                    Volatile.Write(ref x[0], 1);
                }
                else
                {
                    Volatile.Read(ref x[0]);
                }

                Volatile.Write(ref x[0], 1);
            }

            return new ProgramInstance([Forget, () => Volatile.Write(ref x[0], 2)]);
        });
    }

    /// <summary>A thread throws when it comes second.</summary>
    public static ConcurrentProgram ThrowsWhenSecond() => new("throws when second", () =>
    {
        int[] x = [0];
        void Come()
        {
            if (Interlocked.Increment(ref x[0]) == 2)
            {
                throw new InvalidOperationException("second");
            }
        }

        return new ProgramInstance([Come, Come]);
    });
}
