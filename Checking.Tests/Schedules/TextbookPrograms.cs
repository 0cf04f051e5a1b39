// The programs on which the papers on partial-order reduction count executions.
using Checking.Schedules;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

internal static class TextbookPrograms
{
    /// <summary>n threads, each of which writes one variable once.</summary>
    public static ConcurrentProgram Writers(int n) => new($"writers({n})", () =>
    {
        int[] x = [0];
        return new ProgramInstance([.. Enumerable.Range(1, n).Select(id => (Action)(() => Volatile.Write(ref x[0], id)))])
        {
            Observe = () => new ProgramOutcome($"x={x[0]}"),
        };
    });

    /// <summary>One thread that writes a variable, n that read it.</summary>
    public static ConcurrentProgram Readers(int n) => new($"readers({n})", () =>
    {
        int[] x = [0];
        int[] seen = new int[n];
        return new ProgramInstance(
        [
            () => Volatile.Write(ref x[0], 42),
            .. Enumerable.Range(0, n).Select(id => (Action)(() => seen[id] = Volatile.Read(ref x[0]))),
        ])
        {
            Observe = () => new ProgramOutcome(string.Join(' ', seen)),
        };
    });

    /// <summary>A thread that looks from the end of an array for the last zero, and n that each make an element one more than that before it.</summary>
    public static ConcurrentProgram LastZero(int n) => new($"lastzero({n})", () =>
    {
        int[] array = new int[n + 1];
        int found = -1;
        return new ProgramInstance(
        [
            () =>
            {
                int place = n;
                while (Volatile.Read(ref array[place]) != 0)
                {
                    place--;
                }

                found = place;
            },
            .. Enumerable.Range(1, n).Select(place => (Action)(() =>
                Volatile.Write(ref array[place], Volatile.Read(ref array[place - 1]) + 1))),
        ])
        {
            Observe = () => new ProgramOutcome($"{found}: {string.Join(' ', array)}"),
        };
    });

    /// <summary>Flanagan and Godefroid's file system: inodes take blocks, under a lock an inode and a lock a block.</summary>
    public static ConcurrentProgram FileSystem(int n) => new($"filesystem({n})", () =>
    {
        const int Inodes = 32;
        const int Blocks = 26;
        int[] inode = new int[Inodes];
        int[] busy = new int[Blocks];
        object[] inodeLocks = [.. Enumerable.Range(0, Inodes).Select(_ => new object())];
        object[] blockLocks = [.. Enumerable.Range(0, Blocks).Select(_ => new object())];
        return new ProgramInstance([.. Enumerable.Range(0, n).Select(id => (Action)(() =>
        {
            int i = id % Inodes;
            Monitor.Enter(inodeLocks[i]);
            if (Volatile.Read(ref inode[i]) == 0)
            {
                int b = i * 2 % Blocks;
                while (true)
                {
                    Monitor.Enter(blockLocks[b]);
                    if (Volatile.Read(ref busy[b]) == 0)
                    {
                        Volatile.Write(ref busy[b], 1);
                        Volatile.Write(ref inode[i], b + 1);
                        Monitor.Exit(blockLocks[b]);
                        break;
                    }

                    Monitor.Exit(blockLocks[b]);
                    b = (b + 1) % Blocks;
                }
            }

            Monitor.Exit(inodeLocks[i]);
        }))])
        {
            Observe = () => new ProgramOutcome(string.Join(' ', inode)),
        };
    });

    /// <summary>Flanagan and Godefroid's indexer: threads put four messages each into a hash table.</summary>
    public static ConcurrentProgram Indexer(int n) => new($"indexer({n})", () =>
    {
        const int Size = 128;
        const int Messages = 4;
        int[] table = new int[Size];
        return new ProgramInstance([.. Enumerable.Range(0, n).Select(id => (Action)(() =>
        {
            for (int m = 1; m <= Messages; m++)
            {
                int w = (m * 11) + id;
                int h = w * 7 % Size;
                while (Interlocked.CompareExchange(ref table[h], w, 0) != 0)
                {
                    h = (h + 1) % Size;
                }
            }
        }))])
        {
            Observe = () => new ProgramOutcome(string.Join(' ', table)),
        };
    });
}
